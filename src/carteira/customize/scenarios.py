"""Scenarios of remedies: what somebody tried out, kept under a name, and what each brings by the tables of a run."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q

from carteira.accounts import audit
from carteira.accounts.access import Access
from carteira.accounts.choices import Permission
from carteira.accounts.queries import with_parents
from carteira.customize.models import RemedyScenario
from carteira.customize.remedies import TERMS, Effect, Terms, complete, effect_of
from carteira.differentiate.choices import Audience
from carteira.differentiate.clean_portfolio import NOT_IN_ORDER
from carteira.differentiate.tables import Tables
from carteira.errors import CarteiraError

LONGEST_NAME = 60
MOST = 100
"""Scenarios of one person."""
LARGEST: Mapping[str, float] = {"discount": 1.0, "price": 1.0, "visits": 1000.0}
LARGEST_AMOUNT = 1e15


def check_allowed(access: Access) -> None:
    """Raises `not_allowed` for who may not see what single customers cost."""
    access.check("customers", "read")
    access.check_may(Permission.SEE_MARGINS)


def scenarios(access: Access) -> list[RemedyScenario]:
    """Those that this person may see: the own ones, then those shared with a team around this person or everybody. By
    name. Raises as `check_allowed`."""
    check_allowed(access)
    mine = Q(owner_id=access.user_id)
    shared = Q(audience=Audience.EVERYBODY) | Q(audience=Audience.TEAM, team_id__in=with_parents(access.teams))
    found = RemedyScenario.objects.filter(mine | shared).select_related("owner", "team")
    return sorted(found, key=lambda one: (one.owner_id != access.user_id, one.name.casefold(), one.pk))


def scenario(access: Access, number: int) -> RemedyScenario:
    """The one with that number. Raises `unknown_scenario`, and as `scenarios`."""
    found = next((one for one in scenarios(access) if one.pk == number), None)
    if found is None:
        raise CarteiraError("unknown_scenario")
    return found


def may_remove(access: Access, found: RemedyScenario) -> bool:
    """Its owner may, and, of a shared one, who manages settings."""
    shared = found.audience != Audience.ME
    return found.owner_id == access.user_id or (shared and access.may(Permission.MANAGE_SETTINGS))


@transaction.atomic
def save_scenario(
    access: Access,
    by: Any,
    name: str,
    terms: Mapping[str, Any],
    assumptions: Mapping[str, Any],
    audience: str = Audience.ME,
    team: int | None = None,
) -> RemedyScenario:
    """Keeps a scenario. Raises `not_allowed`, `bad_scenario_name`, `bad_scenario`, `bad_audience`,
    `too_many_scenarios`."""
    check_allowed(access)
    if access.user_id is None:
        raise CarteiraError("not_allowed", hint="ask_your_administrator")
    line = " ".join(name.split())
    if not 0 < len(line) <= LONGEST_NAME or not line.isprintable():
        raise CarteiraError("bad_scenario_name", longest=LONGEST_NAME)
    if audience not in Audience.values or (audience == Audience.TEAM and team not in access.teams):
        raise CarteiraError("bad_audience")
    if RemedyScenario.objects.filter(owner_id=access.user_id).count() >= MOST:
        raise CarteiraError("too_many_scenarios", most=MOST)
    made = RemedyScenario.objects.create(
        name=line,
        owner_id=access.user_id,
        audience=audience,
        team_id=team if audience == Audience.TEAM else None,
        terms=checked_terms(terms),
        assumptions=checked_assumptions(assumptions),
    )
    audit.record(by, "remedy_scenario_saved", scenario=made.pk, audience=audience, terms=made.terms)
    return made


@transaction.atomic
def remove_scenario(access: Access, by: Any, number: int) -> None:
    """Raises `unknown_scenario`, `not_allowed`."""
    found = scenario(access, number)
    if not may_remove(access, found):
        raise CarteiraError("not_allowed", hint="ask_your_administrator")
    found.delete()
    audit.record(by, "remedy_scenario_removed", scenario=number)


def checked_terms(given: Mapping[str, Any]) -> dict[str, float]:
    """The terms that are set, as numbers. Raises `bad_scenario`."""
    terms = {name: value for name, value in given.items() if value is not None}
    try:
        numbers = {name: float(value) for name, value in terms.items()}
    except (TypeError, ValueError) as error:
        raise CarteiraError("bad_scenario") from error
    if set(numbers) - set(TERMS) or not all(
        0 <= number <= LARGEST.get(name, LARGEST_AMOUNT) for name, number in numbers.items()
    ):
        raise CarteiraError("bad_scenario")
    return numbers


def checked_assumptions(given: Mapping[str, Any]) -> dict[str, Any]:
    """The assumptions that are changed. Raises `bad_scenario`."""
    try:
        whole = complete(given)
    except (TypeError, ValueError) as error:
        raise CarteiraError("bad_scenario") from error
    return {name: whole[name] for name in given}


def scenario_effect(
    tables: Tables, usual: Mapping[str, Any], terms: Mapping[str, Any], changed: Mapping[str, Any]
) -> Effect:
    """What the terms bring by the tables of a run, for the customers of the clean portfolio that may be seen and made a
    loss. `usual`: the assumptions of the book, `changed`: those of the scenario over them. Raises `bad_scenario`."""
    listed = f"SELECT customer_id FROM customer_card WHERE {NOT_IN_ORDER}"
    return effect_of(
        tables.query(f"SELECT * FROM remedy_inputs WHERE customer_id IN ({listed}) ORDER BY customer_id"),
        tables.query("SELECT customer_id, amount FROM remedy_orders"),
        Terms(**checked_terms(terms)),
        {**usual, **checked_assumptions(changed)},
    )
