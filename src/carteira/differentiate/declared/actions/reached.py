"""The customer of whom somebody declares something."""

from typing import Any

from carteira.accounts.access import Access
from carteira.accounts.ownership import reaches
from carteira.errors import CarteiraError
from carteira.identify.queries import held_customer, survivor_of


def customer_to_edit(access: Access, customer_id: int) -> Any:
    """The register's row of the customer, or of the one that it was merged into, held until the transaction ends.

    Raises `not_found` where this person may not see it, `not_allowed` where it may not be changed.
    """
    found = held_customer(survivor_of(customer_id) or customer_id)
    if found is None or not reaches(access, found, "read"):
        raise CarteiraError("not_found")
    if not reaches(access, found, "edit"):
        raise CarteiraError("not_allowed", hint="ask_your_administrator")
    return found
