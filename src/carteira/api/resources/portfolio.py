"""The portfolio as a whole."""

from django.http import HttpResponse
from ninja import Router

from carteira.accounts.choices import Permission
from carteira.api.authentication import TOTALS, ApiRequest
from carteira.api.conditions import already_held, etag_of_tables
from carteira.api.operations import Answers, operation
from carteira.api.values import json_answer, value_of
from carteira.book.overview import portfolio_figures
from carteira.book.queries import tables

router = Router(tags=["portfolio"])
Schema = dict[str, object]
_WHOLE: Schema = {"type": "integer"}
_SHARE: Schema = {"type": ["number", "null"]}


def _object(**properties: object) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _rows(item: Schema, *, may_lack: bool = False) -> Schema:
    return {"type": ["array", "null"] if may_lack else "array", "items": item}


_CATEGORY = _object(
    category={"type": "string"},
    **dict.fromkeys(("customers", "revenue", "profit", "lifetime_value", "unrealised_value"), _WHOLE),
    **dict.fromkeys(("customer_share", "revenue_share", "profit_share", "lifetime_value_share"), _SHARE),
)
_CONCENTRATION = _object(
    measure={"type": "string"}, customers=_WHOLE, total=_WHOLE, gini=_SHARE,
    top_shares={"type": "array", "items": {"type": "array", "items": _SHARE, "minItems": 2, "maxItems": 2}},
)  # fmt: skip
_WHALE = _object(
    places=_rows(_WHOLE),
    profits=_rows(_WHOLE),
    **dict.fromkeys(("customers", "peak", "peak_customers", "end", "beyond", "destroyed"), _WHOLE),
)
_MOVEMENT = _object(
    previous={"type": ["string", "null"]}, current={"type": "string"}, customers=_WHOLE, lifetime_value=_WHOLE
)
_STEP = _object(
    step={"type": "string"},
    **dict.fromkeys(("customers", "unassigned", "total", "facts", "difference"), _WHOLE),
)
PORTFOLIO = _object(
    run_id=_WHOLE,
    as_of={"type": "string", "format": "date"},
    window={"type": "string"},
    window_start={"type": "string", "format": "date"},
    currency={"type": "string"},
    categories=_rows(_CATEGORY),
    concentration=_rows(_CONCENTRATION, may_lack=True),
    whale_curve={"anyOf": [_WHALE, {"type": "null"}]},
    movement=_rows(_MOVEMENT),
    reconciliation=_rows(_STEP, may_lack=True),
)


@operation(router, "GET", "/portfolio", scope=TOTALS, refusals=[409], answers=Answers(PORTFOLIO, headers=["ETag"]))
def portfolio(request: ApiRequest) -> HttpResponse:
    """What the portfolio earns, on how few it rests, how it moved, and how profit reconciles with the files.

    Needs see_margins too. Who may see totals only gets null for the curve, the concentration and the reconciliation.
    """
    access = request.auth.access
    access.check_may(Permission.SEE_MARGINS)
    published = tables(access)
    etag = etag_of_tables(published, access)
    content = {} if already_held(request, etag) else value_of(portfolio_figures(published))
    return json_answer(content, etag)
