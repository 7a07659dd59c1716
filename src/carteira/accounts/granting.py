"""Nobody gives away more than they have: who changes people and roles stays within what their own roles include."""

import copy
from collections.abc import Iterable
from typing import Any

from carteira.accounts.access import STRICTNESS, Access, access_of, merged
from carteira.accounts.choices import Level
from carteira.accounts.kinds import kinds
from carteira.accounts.models import Role, User
from carteira.errors import CarteiraError


def check_covers(by: Any, *others: Access) -> None:
    """Raises `beyond_own_access` where any of the others may do what `by` may not. None: the owner of the folder."""
    if by is None:
        return
    mine = access_of(by)
    if not all(covers(mine, theirs) for theirs in others):
        raise CarteiraError("beyond_own_access", hint="ask_your_administrator")


def check_whole_reach(by: Any) -> None:
    """For changes after which records may belong to others, such as of teams. Raises `beyond_own_access` where `by` has
    only a part of the records of some kind, and could so bring more of them within the own reach."""
    if by is None:
        return
    mine = access_of(by)
    owned = [(kind.name, action) for kind in kinds().values() if kind.owned for action in kind.actions]
    if any(Level.NONE < mine.level(*pair) < Level.ALL for pair in owned):
        raise CarteiraError("beyond_own_access", hint="ask_your_administrator")


def covers(mine: Access, theirs: Access) -> bool:
    """Whether mine includes all that theirs allows: levels, teams, permissions, and what field rules leave to see."""
    return (
        theirs.permissions <= mine.permissions
        and all(_reaches(mine, theirs, pair) for pair in theirs.levels)
        and all(STRICTNESS.index(theirs.rule(*pair)) >= STRICTNESS.index(rule) for pair, rule in mine.rules.items())
    )


def given_to(user: User) -> Access:
    """What the person's roles and teams give at this moment, also to somebody who is not active."""
    probe = copy.copy(user)
    probe.__dict__.pop("_access", None)
    probe.__dict__.pop("_prefetched_objects_cache", None)
    probe.is_active = True
    return access_of(probe)


def given_by(roles: Iterable[Role]) -> Access:
    """What these roles give, whatever the teams."""
    return merged(None, roles, set())


def _reaches(mine: Access, theirs: Access, pair: tuple[str, str]) -> bool:
    wanted, own = theirs.level(*pair), mine.level(*pair)
    beyond = own < Level.ALL and wanted == Level.TEAM and not theirs.teams <= mine.teams
    another = own == wanted == Level.OWN and theirs.user_id not in (None, mine.user_id)
    return wanted <= own and not beyond and not another
