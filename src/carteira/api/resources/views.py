"""Saved views of the list of customers: the own ones, and those that others share."""

from typing import TYPE_CHECKING, Annotated, Any

from django.db import transaction
from django.http import HttpResponse
from ninja import Router, Status
from pydantic import BaseModel, Field, StrictBool, StringConstraints

from carteira.accounts.access import Access
from carteira.api import figures
from carteira.api.authentication import ApiRequest
from carteira.api.conditions import check_unchanged, etag_of
from carteira.api.fields import After, Given, Limit, Number, OneOf, PathNumber, example
from carteira.api.operations import PREFIX, Answers, operation
from carteira.api.paging import Page, by_number, first, page
from carteira.api.selecting import FLAG_SCHEMA, MOST, SORT, SORT_SCHEMA, Conditions
from carteira.book.queries import currency
from carteira.book.selecting import may_flag, may_see
from carteira.book.settings import minor_factor
from carteira.differentiate import actions
from carteira.differentiate.choices import CUSTOMER_LIST, Audience
from carteira.differentiate.conditions import Condition, part_of
from carteira.differentiate.figures import FIGURES
from carteira.differentiate.listing import Selection
from carteira.differentiate.queries import first_view, may_change, saved_views
from carteira.differentiate.selection_parts import MONTHS, Parts, is_personal, parts_of, selection_of, sort_name
from carteira.errors import CarteiraError

if TYPE_CHECKING:
    from carteira.differentiate.models import SavedView

router = Router(tags=["views"])
_MATCHED = {"view_id": "$response.body#/id", "header.If-Match": "$response.header.ETag"}
LINKS = {
    "view": {"operationId": "view", "parameters": {"view_id": "$response.body#/id"}},
    "change_view": {"operationId": "change_view", "parameters": _MATCHED},
    "remove_view": {"operationId": "remove_view", "parameters": _MATCHED},
}
COLUMN_SCHEMA: Any = {"type": "string", "enum": [*FIGURES, MONTHS]}
VISIBLE = r"^[^\x00-\x1f\x7f]*[!-~][^\x00-\x1f\x7f]*$"
ViewName = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=VISIBLE)]


class ViewContent(Given):
    """A list to see again: which customers, in which order, with which figures (months: revenue by month); for whom
    (`team_id` where `audience` is team), and whether your list opens with it."""

    model_config = example(name="Losing money", conditions={"profit__lt": "0"}, sort="profit")

    name: ViewName
    conditions: Conditions = Field(default_factory=dict)
    flags: list[str] = Field(default_factory=list, max_length=MOST["flags"], json_schema_extra={"items": FLAG_SCHEMA})
    source: Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    sort: Annotated[str, Field(json_schema_extra=SORT_SCHEMA)] = SORT
    fields: list[str] = Field(
        default_factory=list, max_length=MOST["fields"], json_schema_extra={"items": COLUMN_SCHEMA}
    )
    audience: Annotated[str, OneOf(Audience.values)] = Audience.ME.value
    team_id: Number | None = None
    opens_first: StrictBool = False


class ViewShown(BaseModel):
    """A view, without what your role does not show. `changeable`: you may change and remove it."""

    id: int
    owner_id: int
    name: str
    conditions: dict[str, str]
    flags: list[str]
    source: str
    sort: str
    fields: list[str]
    audience: str
    team_id: int | None
    opens_first: bool
    changeable: bool


@operation(
    router,
    "GET",
    "/views",
    scope="customers:read",
    answers=Answers(Page[ViewShown], headers=["Link"], links=first("view", "view_id")),
)
def views(request: ApiRequest, response: HttpResponse, limit: Limit, cursor: After) -> Page[ViewShown]:
    """Your views and those shared with you, by number."""
    access = request.auth.access
    found = by_number(saved_views(access, CUSTOMER_LIST), cursor, limit)
    return page(request, response, found, limit, lambda view: shown(access, view))


@operation(
    router,
    "POST",
    "/views",
    scope="customers:read",
    answers=Answers(ViewShown, 201, "Saved", headers=["Location", "ETag"], links=LINKS),
)
@transaction.atomic
def save_view(request: ApiRequest, response: HttpResponse, body: ViewContent) -> Status[ViewShown]:
    """Save a view."""
    access = request.auth.access
    made = actions.save_view(access, CUSTOMER_LIST, body.name, _parts(access, body), body.audience, body.team_id)
    _open_first(access, made, body)
    response.headers["Location"] = f"{PREFIX}/views/{made.pk}"
    return Status(201, _told(response, access, made))


@operation(
    router,
    "GET",
    "/views/{int:view_id}",
    scope="customers:read",
    answers=Answers(ViewShown, headers=["ETag"], links=LINKS),
)
def view(request: ApiRequest, response: HttpResponse, view_id: PathNumber) -> ViewShown:
    """One view."""
    access = request.auth.access
    return _told(response, access, _found(access, view_id))


@operation(
    router,
    "PUT",
    "/views/{int:view_id}",
    scope="customers:read",
    conditional=True,
    answers=Answers(ViewShown, headers=["ETag"], links=LINKS),
)
@transaction.atomic
def change_view(request: ApiRequest, response: HttpResponse, view_id: PathNumber, body: ViewContent) -> ViewShown:
    """Replace a view of yours, or, where you manage settings, one that others share."""
    access = request.auth.access
    changes = {"name": body.name, "parts": _parts(access, body), "audience": body.audience, "team": body.team_id}
    check_unchanged(request, etag_of(shown(access, _found(access, view_id))))
    changed = actions.change_view(access, CUSTOMER_LIST, view_id, **changes)
    _open_first(access, changed, body)
    return _told(response, access, changed)


@operation(
    router,
    "DELETE",
    "/views/{int:view_id}",
    scope="customers:read",
    conditional=True,
    answers=Answers(None, 204, "Removed"),
)
@transaction.atomic
def remove_view(request: ApiRequest, view_id: PathNumber) -> Status[None]:
    """Remove a view; for a week it can be brought back."""
    access = request.auth.access
    check_unchanged(request, etag_of(shown(access, _found(access, view_id))))
    actions.remove_view(access, CUSTOMER_LIST, view_id)
    return Status(204, None)


@operation(
    router,
    "POST",
    "/views/{int:view_id}/bring-back",
    scope="customers:read",
    answers=Answers(None, 204, "Brought back"),
)
def bring_back_view(request: ApiRequest, view_id: PathNumber) -> Status[None]:
    """Bring a removed view back."""
    actions.bring_back_view(request.auth.access, CUSTOMER_LIST, view_id)
    return Status(204, None)


def shown(access: Access, found: "SavedView") -> ViewShown:
    selection = selection_of([(key, value) for key, value in found.parts], minor_factor(currency())).selection
    return ViewShown(
        id=found.pk,
        owner_id=found.owner_id,
        name=found.name,
        conditions=dict(_conditions(access, selection)),
        flags=[flag for flag in selection.flags if may_flag(access, flag)],
        source=selection.source,
        sort=sort_name(selection.sort, selection.descending) if may_see(access, selection.sort) else SORT,
        fields=[name for name in selection.columns if name == MONTHS or may_see(access, name)],
        audience=found.audience,
        team_id=found.team_id,
        opens_first=first_view(access, CUSTOMER_LIST) == str(found.pk),
        changeable=may_change(access, found),
    )


def _conditions(access: Access, selection: Selection) -> Parts:
    """What the selection asks of figures that the caller may see."""
    chosen = [*selection.choices.items(), *([("loss_cause", selection.cause)] if selection.cause else [])]
    conditions = [part_of(condition, minor_factor(currency())) for condition in selection.conditions]
    return [(key, value) for key, value in (*chosen, *conditions) if may_see(access, key.partition("__")[0])]


def _parts(access: Access, body: ViewContent) -> Parts:
    """The list that a body means, as a view keeps it. Raises `personal_in_view`, and as the checks of `figures`."""
    for key in body.conditions:
        if is_personal(key):
            raise CarteiraError("personal_in_view", name=key)
    figures.check_shown(access, (name for name in body.fields if name != MONTHS))
    column, descending = figures.check_sort(access, body.sort)
    conditions: tuple[Condition, ...] = figures.check_conditions(access, body.conditions.items(), currency())
    selection = Selection(
        source=body.source,
        flags=figures.check_flags(access, body.flags),
        conditions=conditions,
        columns=tuple(dict.fromkeys(body.fields)),
        sort=column,
        descending=descending,
    )
    return parts_of(selection, minor_factor(currency()))


def _open_first(access: Access, view: "SavedView", body: ViewContent) -> None:
    opens = first_view(access, CUSTOMER_LIST) == str(view.pk)
    if body.opens_first != opens:
        actions.open_first(access, CUSTOMER_LIST, str(view.pk) if body.opens_first else "")


def _told(response: HttpResponse, access: Access, found: "SavedView") -> ViewShown:
    made = shown(access, found)
    response.headers["ETag"] = etag_of(made)
    return made


def _found(access: Access, view_id: int) -> "SavedView":
    for each in saved_views(access, CUSTOMER_LIST):
        if each.pk == view_id:
            return each
    raise CarteiraError("not_found")
