"""Who may grant which price."""

from collections.abc import Iterable, Mapping

ROUNDING = 1e-9


def lowest_grantable(ceiling: float, floor: float | None, share: float) -> float:
    """The least price that somebody may grant whose authority is a discount of `share` of the ceiling: never below the
    floor, and the ceiling where that lies below it."""
    least = ceiling * (1 - share)
    return min(max(least, floor), ceiling) if floor is not None else least


def own_share(roles: Iterable[str], authority: Mapping[str, float]) -> float:
    """The largest discount that any of the roles may grant; 0 for roles without authority."""
    return max((authority.get(role, 0.0) for role in roles), default=0.0)


def approver(price: float, ceiling: float, floor: float | None, authority: Mapping[str, float]) -> str | None:
    """The role with the least authority that may grant the price; "" where it is no discount and nobody needs to be
    asked, None where nobody may: below the floor, or beyond every authority."""
    if price >= ceiling - ROUNDING * ceiling:
        return ""
    by_share = sorted(authority, key=lambda role: (authority[role], role))
    allowed = (role for role in by_share if price >= lowest_grantable(ceiling, floor, authority[role]) * (1 - ROUNDING))
    return next(allowed, None)
