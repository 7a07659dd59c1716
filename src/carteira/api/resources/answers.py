"""What a customer answers: forms on a web site bring it here."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from django.http import HttpResponse
from ninja import Router, Status
from pydantic import BaseModel, StringConstraints

from carteira.api.authentication import ApiRequest
from carteira.api.fields import After, Given, Limit, PathNumber, example
from carteira.api.operations import Answers, operation
from carteira.api.paging import Page, newest_first, page
from carteira.book.answering import answer
from carteira.book.assignment import looked_after
from carteira.differentiate.declared.actions.answers import LONGEST, withdraw_answer
from carteira.differentiate.declared.queries import answers_of

if TYPE_CHECKING:
    from carteira.differentiate.models import Answer

router = Router(tags=["customers"])
ANSWERS = "/customers/{int:customer_id}/answers"
Text = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST, pattern=r"^[^\x00-\x1f\x7f]*[!-~][^\x00-\x1f\x7f]*$")
]


class NewAnswer(Given):
    """What the customer answered just now. The settings needs_question and relationship_question name the questions
    that figures rest on."""

    model_config = example(question="main_need", answer="advice")

    question: Text
    answer: Text


class AnswerShown(BaseModel):
    """An answer that was given here. It counts in the figures from the next run."""

    id: int
    customer_id: int
    question: str
    answer: str
    at: datetime


@operation(router, "GET", ANSWERS, scope="customers:read", answers=Answers(Page[AnswerShown], headers=["Link"]))
def customer_answers(
    request: ApiRequest, response: HttpResponse, customer_id: PathNumber, limit: Limit, cursor: After
) -> Page[AnswerShown]:
    """What a customer answered here, the last first; answers of loaded files are facts."""
    customer = looked_after(request.auth.access, customer_id)
    return page(request, response, newest_first(answers_of(customer.pk).order_by("-id"), cursor, limit), limit, shown)


@operation(
    router,
    "POST",
    ANSWERS,
    scope="customers:edit",
    answers=Answers(
        AnswerShown,
        201,
        "Kept",
        links={
            "withdraw_customer_answer": {
                "operationId": "withdraw_customer_answer",
                "parameters": {"customer_id": "$response.body#/customer_id", "answer_id": "$response.body#/id"},
            }
        },
    ),
)
def keep_customer_answer(request: ApiRequest, customer_id: PathNumber, body: NewAnswer) -> Status[AnswerShown]:
    """Keep what a customer answered."""
    caller = request.auth
    return Status(201, shown(answer(caller.access, caller.user, customer_id, body.question, body.answer)))


@operation(
    router,
    "POST",
    f"{ANSWERS}/{{int:answer_id}}/withdraw",
    scope="customers:edit",
    answers=Answers(None, 204, "Withdrawn"),
)
def withdraw_customer_answer(request: ApiRequest, customer_id: PathNumber, answer_id: PathNumber) -> Status[None]:
    """Withdraw an answer: the one before it stands again."""
    withdraw_answer(request.auth.access, request.auth.user, customer_id, answer_id)
    return Status(204, None)


def shown(found: "Answer") -> AnswerShown:
    return AnswerShown(
        id=found.pk, customer_id=found.customer_id, question=found.question, answer=found.answer, at=found.at
    )
