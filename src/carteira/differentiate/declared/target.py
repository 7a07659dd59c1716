"""The portfolio that a company wants: shares by category, need and relationship type; whom to take on and let go."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from carteira.differentiate.figures import CATEGORIES, RELATIONSHIPS
from carteira.differentiate.selection_parts import Parts, is_personal
from carteira.errors import CarteiraError

DIMENSIONS: Mapping[str, tuple[str, ...]] = {"category": CATEGORIES, "need": (), "relationship_type": RELATIONSHIPS}
"""The figures whose mix is wanted, with the values that each may have; needs are a company's own."""
MEASURES = ("customers", "lifetime_value")
LONGEST_WORDS = 1_000
LONGEST_VALUE = 100
MOST_PARTS = 50
ROUNDING = 1e-9


@dataclass(frozen=True)
class Share:
    """The wanted share of customers and of lifetime value, from 0 to 1; None: none is wanted in particular."""

    customers: float | None = None
    lifetime_value: float | None = None


@dataclass(frozen=True)
class Criteria:
    """By what customers are taken on or let go: in words, and as the parts of a selection of customers."""

    words: str = ""
    parts: Parts = field(default_factory=list)


@dataclass(frozen=True)
class Target:
    """The wanted shares by dimension and value, and the two criteria."""

    shares: Mapping[str, Mapping[str, Share]] = field(default_factory=dict)
    acceptance: Criteria = field(default_factory=Criteria)
    leaving: Criteria = field(default_factory=Criteria)

    @property
    def empty(self) -> bool:
        return not (
            any(self.shares.values()) or any(each.words or each.parts for each in (self.acceptance, self.leaving))
        )

    def every_share(self) -> Iterator[tuple[str, str, Share]]:
        """Each wanted share with its dimension and value."""
        for dimension, values in self.shares.items():
            for value, share in values.items():
                yield dimension, value, share


def check(target: Target) -> None:
    """Raises `bad_target`, with what does not fit as its hint."""
    for dimension, value, share in target.every_share():
        allowed = DIMENSIONS.get(dimension)
        named = allowed is not None and (value in allowed if allowed else _is_line(value))
        wanted = [getattr(share, measure) for measure in MEASURES]
        if not named or any(each is not None and not 0 <= each <= 1 for each in wanted):
            raise CarteiraError("bad_target", hint="target_share")
    for values in target.shares.values():
        for measure in MEASURES:
            if sum(getattr(share, measure) or 0.0 for share in values.values()) > 1 + ROUNDING:
                raise CarteiraError("bad_target", hint="target_over_whole")
    for criteria in (target.acceptance, target.leaving):
        if len(criteria.words) > LONGEST_WORDS or len(criteria.parts) > MOST_PARTS:
            raise CarteiraError("bad_target", hint="target_words", longest=LONGEST_WORDS)
        if any(is_personal(key) for key, _ in criteria.parts):
            raise CarteiraError("bad_target", hint="target_personal")


def as_json(target: Target) -> dict[str, Any]:
    """The target as it is kept; `from_json` reads it back."""
    shares: dict[str, dict[str, Any]] = {}
    for dimension, value, share in target.every_share():
        wanted = {measure: getattr(share, measure) for measure in MEASURES if getattr(share, measure) is not None}
        if wanted:
            shares.setdefault(dimension, {})[value] = wanted
    criteria = {
        name: {"words": each.words, "parts": [list(part) for part in each.parts]}
        for name, each in (("acceptance", target.acceptance), ("leaving", target.leaving))
    }
    return {"shares": shares, **criteria}


def from_json(kept: Mapping[str, Any]) -> Target:
    """The target that `as_json` wrote."""
    return Target(
        {
            dimension: {value: Share(**wanted) for value, wanted in values.items()}
            for dimension, values in kept["shares"].items()
        },
        *(
            Criteria(kept[name].get("words", ""), [(key, value) for key, value in kept[name].get("parts", [])])
            for name in ("acceptance", "leaving")
        ),
    )


def _is_line(value: str) -> bool:
    return 0 < len(value) <= LONGEST_VALUE and value.isprintable()
