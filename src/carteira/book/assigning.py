"""Giving many customers to somebody at once: what would change, the change itself, and the way back."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from carteira.accounts.access import Access, access_of
from carteira.accounts.choices import Level, Permission
from carteira.accounts.queries import owner_names, people_of, team_names
from carteira.book.former_owners import Former, recall, recall_held, remember
from carteira.book.queries import tables
from carteira.book.selecting import may_change
from carteira.differentiate import listing
from carteira.differentiate.listing import Selection
from carteira.errors import CarteiraError
from carteira.identify.actions import CHUNK, KEEP, Target, put_back, reassign
from carteira.jobs import actions as jobs
from carteira.jobs.progress import Progress

if TYPE_CHECKING:
    from carteira.jobs.models import Job

AT_ONCE = 1_000
"""So many customers change while the person waits; more of them in the background."""


@dataclass(frozen=True)
class Choice:
    """To whom one may give customers: names by number."""

    owners: dict[int, str]
    teams: dict[int, str]


@dataclass(frozen=True)
class Preview:
    """What giving a selection to a target would do, in customers. `customers` is the sum of the others.

    `out_of_reach`: those that the person may see, but not change.
    """

    customers: int
    changing: int
    already: int
    out_of_reach: int


@dataclass(frozen=True)
class Done:
    """What was done. `job` works on it where there are many; else `changed` is how many changed, `token` undoes it."""

    changed: int = 0
    token: str = ""
    job: int | None = None


def choice(access: Access) -> Choice:
    """The people and teams to whom this person may give customers: as far as the own customers may reach."""
    level = access.level("customers", "edit")
    owners = people_of(None if level == Level.ALL else access.teams if level == Level.TEAM else ())
    if access.user_id is not None and level > Level.NONE:
        owners.add(access.user_id)
    teams = team_names()
    return Choice(
        {pk: name for pk, name in owner_names().items() if pk in owners} if may_change(access, "owner") else {},
        {pk: name for pk, name in teams.items() if level == Level.ALL or pk in access.teams}
        if may_change(access, "team")
        else {},
    )


def preview(access: Access, selection: Selection, target: Target) -> Preview:
    """What `assign` would do. Raises as `assign`."""
    _check(access, target)
    meant = listing.ids(tables(access), selection)
    mine = _reached(access, selection)
    have = pc.sum(pc.is_in(mine, _holding(access, target))).as_py() or 0
    return Preview(len(meant), len(mine) - have, have, len(meant) - len(mine))


def assign(access: Access, user: Any, selection: Selection, target: Target) -> Done:
    """Gives the customers to the target, whatever the files say from now on: at once, or as a job where there are many.

    Left as they are: those out of reach, and those that have it already. Raises `not_allowed`, `nothing_to_assign`.
    """
    _check(access, target)
    mine = _reached(access, selection)
    changing = mine.filter(pc.invert(pc.is_in(mine, _holding(access, target))))
    token = remember(Former(user.pk, target, pa.table({"customer_id": changing})))
    if len(changing) > AT_ONCE:
        return Done(job=jobs.ask("assign", {"token": token}, user).pk)
    return Done(_apply(access, user, token, undo=False), token)


def undo(access: Access, user: Any, token: str) -> Done:
    """Gives customers back to whom they belonged before the assignment of this token.

    Those that changed since keep what they have. Raises `not_allowed`, `nothing_to_undo`.
    """
    _check_may(access)
    if recall(user, token).customers.num_rows > AT_ONCE:
        return Done(job=jobs.ask("put_back", {"token": token}, user).pk)
    return Done(_apply(access, user, token, undo=True), token)


def write(job: "Job", progress: Progress) -> dict[str, Any]:
    """Does an assignment in the background. Begun again after a crash, it goes on with what is left."""
    token = job.arguments["token"]
    return {"customers": _apply(access_of(job.created_by), job.created_by, token, progress), "token": token}


def write_back(job: "Job", progress: Progress) -> dict[str, Any]:
    """Undoes an assignment in the background."""
    _apply(access_of(job.created_by), job.created_by, job.arguments["token"], progress, undo=True)
    return {}


def _apply(access: Access, user: Any, token: str, progress: Progress = lambda *_: None, *, undo: bool = False) -> int:
    """Changes chunk by chunk, each in a transaction of its own, and gives how many customers changed."""
    _check_may(access)
    former = recall_held(user, token)
    customers, change = former.customers, put_back if undo else reassign
    done = 0
    for start in range(0, customers.num_rows, CHUNK):
        progress("assign", start, customers.num_rows)
        done += change(access, customers.slice(start, CHUNK), former.target, user)
    return done


def _check(access: Access, target: Target) -> None:
    _check_may(access)
    allowed = choice(access)
    if not target.given():
        raise CarteiraError("nothing_to_assign")
    for name, known in (("owner", allowed.owners), ("team", allowed.teams)):
        given = getattr(target, name)
        if given != KEEP and not (may_change(access, name) and (given is None or given in known)):
            raise CarteiraError("not_allowed", hint="ask_your_administrator")


def _check_may(access: Access) -> None:
    access.check("customers", "edit")
    access.check_may(Permission.MASS_UPDATE)


def _reached(access: Access, selection: Selection) -> pa.Array:
    """The numbers of the customers of the selection that the person may change."""
    level = min(access.level("customers", "read"), access.level("customers", "edit"))
    editing = replace(access, levels={**access.levels, ("customers", "read"): level})
    return listing.ids(tables(editing), selection)


def _holding(access: Access, target: Target) -> pa.Array:
    """The numbers of the customers that belong to the target already."""
    names = {"owner": owner_names(), "team": team_names()}
    wanted = {name: value and names[name].get(value) for name, value in target.given().items()}
    held_so = " AND ".join(f"{name} IS NOT DISTINCT FROM ?" for name in wanted)
    found = tables(access).query(f"SELECT customer_id FROM customer_list WHERE {held_so}", list(wanted.values()))
    return found["customer_id"].combine_chunks()
