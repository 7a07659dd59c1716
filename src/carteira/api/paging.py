"""Lists in pages: a cursor says where to go on, in the body and as a `Link` header (RFC 8288)."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel

Item = TypeVar("Item")
Row = TypeVar("Row", bound=Any)


class Page(BaseModel, Generic[Item]):
    """Some rows of a list. `next` is the cursor of the page after this one, null on the last."""

    items: list[Item]
    next: int | None


def newest_first(rows: Iterable[Row], after: int | None, limit: int) -> Sequence[Row]:
    """The rows below the number `after`, one more than the page holds. The rows come with the newest first."""
    if isinstance(rows, QuerySet):
        return list((rows if after is None else rows.filter(pk__lt=after))[: limit + 1])
    return [row for row in rows if after is None or row.pk < after][: limit + 1]


def by_number(rows: Iterable[Row], after: int | None, limit: int) -> Sequence[Row]:
    """The rows above the number `after` in ascending order, one more than the page holds."""
    return sorted((row for row in rows if after is None or row.pk > after), key=lambda row: row.pk)[: limit + 1]


def page(
    request: HttpRequest, response: HttpResponse, rows: Sequence[Row], limit: int, shown: Callable[[Row], Item]
) -> Page[Item]:
    """The page of rows of which there may be one too many, which then says that more follow."""
    more = len(rows) > limit
    following = rows[limit - 1].pk if more else None
    link_next(request, response, following)
    return Page(items=[shown(row) for row in rows[:limit]], next=following)


def first(operation: str, parameter: str, name: str = "id") -> dict[str, Any]:
    """The link, as OpenAPI writes it, from a list to the operation on its first row, whose key is called `name`."""
    return {operation: {"operationId": operation, "parameters": {parameter: f"$response.body#/items/0/{name}"}}}


def link_next(request: HttpRequest, response: HttpResponse, cursor: object) -> None:
    """Says in `Link` where the next page is; nothing where there is none."""
    if cursor is None:
        return
    query = request.GET.copy()
    query["cursor"] = str(cursor)
    response.headers["Link"] = f'<{request.path}?{query.urlencode()}>; rel="next"'
