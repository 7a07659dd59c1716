"""Whom to ask what it needs, what can be answered, and how far the needs are known because customers said so."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from carteira.differentiate.scope import COMPANY, Scope
from carteira.differentiate.tables import Tables

USUAL_NEEDS = ("price", "convenience", "advice", "reliability", "partnership")
MOST_NEEDS = 8
"""Needs that are offered as answers."""
ASKED_FIRST = ("mvc", "mgc")
"""Categories of which every need should be declared."""
NOT_ANSWERED = "customer_id NOT IN (SELECT UNNEST(CAST(? AS BIGINT[])))"


@dataclass(frozen=True)
class ToAsk:
    """A customer whose need nobody has declared: `need` is what its purchases suggest, with its probability, if any."""

    customer_id: int
    name: str | None
    kind: str | None
    category: str
    owner: str | None
    actual_value: int
    need: str | None
    need_probability: float | None


@dataclass(frozen=True)
class Coverage:
    """Of how many customers of a category the need is declared."""

    category: str
    customers: int
    declared: int


def need_options(tables: Tables, settings: Mapping[str, Any]) -> list[str]:
    """The needs to choose from, those that most customers have first; the usual ones where a company has none yet."""
    known = tables.rows_once(
        "SELECT need, COUNT(*) AS customers FROM customer_list WHERE need IS NOT NULL "
        f"GROUP BY need ORDER BY customers DESC, need LIMIT {MOST_NEEDS}"
    )
    own = [row["need"] for row in known] + [*settings.get("need_treatments", ())]
    usual = [*settings.get("need_relationships", ()), *([] if own else USUAL_NEEDS)]
    return list(dict.fromkeys([*own, *usual]))[:MOST_NEEDS]


def to_ask(
    tables: Tables, answered: Collection[int], scope: Scope = COMPANY, limit: int = 50, offset: int = 0
) -> list[ToAsk]:
    """Whom to ask, in the order of value times uncertainty (`question_rank` of `customer_needs`), the most valuable and
    most growable first; without those in `answered`."""
    where, parameters = scope.where("c.need_basis IS DISTINCT FROM 'declared'")
    found = tables.rows(
        "SELECT c.customer_id, c.name, c.kind, c.category, c.owner, c.actual_value, c.need, c.need_probability "
        "FROM (SELECT customer_id AS asked, question_rank FROM customer_needs WHERE question_rank IS NOT NULL) AS n "
        f"INNER JOIN customer_list AS c ON c.customer_id = n.asked WHERE {where} AND c.{NOT_ANSWERED} "
        f"ORDER BY n.question_rank LIMIT {limit:d} OFFSET {offset:d}",
        [*parameters, sorted(answered)],
    )
    return [ToAsk(**row) for row in found]


def coverage(tables: Tables, answered: Collection[int], scope: Scope = COMPANY) -> list[Coverage]:
    """How many of the most valuable and of the most growable customers have declared their need, with those in
    `answered`."""
    where, parameters = scope.where("category IN ('mvc', 'mgc')")
    found = tables.rows(
        "SELECT category, COUNT(*) AS customers, "
        f"COUNT(*) FILTER (need_basis = 'declared' OR NOT ({NOT_ANSWERED})) AS declared "
        f"FROM customer_list WHERE {where} GROUP BY category",
        [sorted(answered), *parameters],
    )
    by_category = {row["category"]: Coverage(**row) for row in found}
    return [by_category[category] for category in ASKED_FIRST if category in by_category]
