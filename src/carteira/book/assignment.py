"""Who looks after one customer, and giving it to somebody."""

from typing import Any

from carteira.accounts.access import Access
from carteira.accounts.ownership import reaches
from carteira.book.assigning import choice
from carteira.book.selecting import may_change
from carteira.errors import CarteiraError
from carteira.identify.actions import KEEP, Target, reassign
from carteira.identify.queries import customer_of, held, held_customer


def looked_after(access: Access, customer_id: int, *, held: bool = False) -> Any:
    """The register's row of a customer that this person may see; `held` in a transaction that changes it.

    Raises `not_found`.
    """
    found = held_customer(customer_id) if held else customer_of(customer_id)
    if found is None or not reaches(access, found, "read"):
        raise CarteiraError("not_found")
    return found


def assign_one(access: Access, user: Any, customer_id: int, target: Target) -> Any:
    """Gives the customer to the target, and gives the register's row as it then stands.

    Raises `not_found`; `not_allowed` where the customer or the target is out of reach; `no_such_person` and
    `no_such_team`.
    """
    found = looked_after(access, customer_id)
    if not reaches(access, found, "edit"):
        raise CarteiraError("not_allowed", hint="ask_your_administrator")
    allowed = choice(access)
    for name, known, unknown in (
        ("owner", allowed.owners, "no_such_person"),
        ("team", allowed.teams, "no_such_team"),
    ):
        given = getattr(target, name)
        if given != KEEP and not may_change(access, name):
            raise CarteiraError("not_allowed", hint="ask_your_administrator")
        if given not in (KEEP, None) and given not in known:
            raise CarteiraError(unknown, number=given)
    reassign(access, held([customer_id]), target, user)
    return customer_of(customer_id)
