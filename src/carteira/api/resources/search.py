"""Finding a customer by whatever somebody has in hand."""

from dataclasses import asdict
from typing import Annotated, Any

from ninja import Router
from pydantic import BaseModel, Field, StringConstraints

from carteira.api.authentication import ApiRequest
from carteira.api.fields import Given, Whole, example
from carteira.api.idempotency import Keeping
from carteira.api.operations import Answers, operation
from carteira.book.queries import tables
from carteira.book.restricted import secret_fields
from carteira.differentiate.search import search as hits_of

router = Router(tags=["customers"])


class Wanted(Given):
    """What to look for: a name with or without accents, a tax id, telephone, e-mail, order, or a source's id."""

    model_config = example(text="livraria")

    text: Annotated[str, StringConstraints(min_length=2, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
    limit: Annotated[Whole, Field(ge=1, le=50)] = 8


class Match(BaseModel):
    """A customer, and what of it matched (`kind`)."""

    customer_id: int
    name: str | None
    category: str | None
    city: str | None
    kind: str
    order_id: str | None
    source: str | None


class Matches(BaseModel):
    """The best matches first."""

    items: list[Match]


@operation(
    router,
    "POST",
    "/search",
    scope="customers:read",
    keeping=Keeping.NOT,
    answers=Answers(
        Matches,
        links={
            "customer": {
                "operationId": "customer",
                "parameters": {"customer_id": "$response.body#/items/0/customer_id"},
            }
        },
    ),
)
def search(request: ApiRequest, body: Wanted) -> Matches:
    """Search among the customers that you may see. The words come in the body, since they may be personal data."""
    access = request.auth.access
    access.check("customers", "read")
    found: list[Any] = hits_of(tables(access), body.text.strip(), limit=body.limit, without=secret_fields(access))
    return Matches(items=[Match(**asdict(hit)) for hit in found])
