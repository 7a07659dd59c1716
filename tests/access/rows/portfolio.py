"""The first page, the portfolio and the search."""

from tests.access.row import NAMES, Row, makes, marks

MARGINS = marks("margin", "aurora boreal central")
SCENARIOS = "/clean-portfolio/scenarios/"

ROWS = [
    Row("GET", "/", "signed in", "/", note="leads on"),
    Row("GET", "/portfolio/", "see margins", "/portfolio/", shows=marks("margin", "aurora"), note="totals"),
    Row("GET", "/clean-portfolio/", "see margins", "/clean-portfolio/", shows=NAMES | MARGINS),
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
