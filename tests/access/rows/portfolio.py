"""The first page, the portfolio and the search."""

from collections.abc import Mapping
from typing import Any

from carteira.accounts.access import FULL
from carteira.differentiate.declared.actions.target import set_target
from carteira.differentiate.declared.target import Share, Target
from tests.access.row import NAMES, VIEWS, Row, makes, marks
from tests.access.world import World

TARGET, TARGETS = "/portfolio/target/", makes("differentiate_targetportfolio")


def targeted(world: World, name: str) -> Mapping[str, Any]:
    """A target that is in force."""
    return {"target": set_target(FULL, world.users["root"], Target({"category": {"mvc": Share(0.5)}})).pk}


MARGINS = marks("margin", "aurora boreal central")
SCENARIOS = "/clean-portfolio/scenarios/"

ROWS = [
    Row("GET", "/", "signed in", "/", note="leads on"),
    Row("GET", "/portfolio/", "see margins", "/portfolio/", shows=marks("margin name", "aurora"), note="totals"),
    Row("GET", "/clean-portfolio/", "see margins", "/clean-portfolio/", shows=NAMES | MARGINS),
    Row("GET", TARGET, "set the target", TARGET, shows=VIEWS),
    Row("POST", TARGET, "set the target", TARGET, form={"category.mvc.customers": "40"}, changes=TARGETS),
    Row(
        "POST", f"{TARGET}<int:target_id>/take-back/", "set the target", f"{TARGET}{{target}}/take-back/",
        given=targeted, changes=TARGETS,
    ),
    Row(
        "GET", "/questions/", "edit customers", "/questions/?whose=team",
        shows=marks("name", "boreal central north west"),
    ),
    Row("GET", SCENARIOS, "ask for margins", SCENARIOS, shows=marks("scenario", "secret everybody")),
    Row(
        "POST", f"{SCENARIOS}save/", "ask for margins", f"{SCENARIOS}save/", form={"name": "Novo", "discount": "5"},
        changes=makes("customize_remedyscenario"),
    ),
    Row(
        "POST", f"{SCENARIOS}<int:number>/remove/", "Dora alone",
        f"{SCENARIOS}{{numbers[Cenario secreto]}}/remove/",
        changes=makes("customize_remedyscenario"),
    ),
    Row("POST", "/search/", "read customers", "/search/", form={"q": "padaria"}, shows=marks("name", "aurora")),
    Row(
        "POST", "/search/", "read customers", "/search/", form={"q": "loja numero 112"}, shows=marks("name", "west"),
        note="of no team",
    ),
    Row(
        "POST", "/search/", "ask for tax ids", "/search/", form={"q": "11222333000181"}, shows=marks("name", "aurora"),
        note="by tax id",
    ),
    Row(
        "POST", "/search/", "ask for tax ids", "/search/", form={"q": "boreal@mercado.com.br"},
        shows=marks("name", "boreal"), note="by e-mail",
    ),
]  # fmt: skip
