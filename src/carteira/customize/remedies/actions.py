"""Keeping scenarios of remedies, and removing them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from carteira.accounts import audit
from carteira.accounts.access import Access
from carteira.customize.models import RemedyScenario
from carteira.customize.remedies.queries import check_allowed, may_remove, scenario
from carteira.customize.remedies.scenario import checked_assumptions, checked_terms
from carteira.differentiate.choices import Audience
from carteira.errors import CarteiraError

LONGEST_NAME = 60
MOST = 100
"""Scenarios of one person."""


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
