"""The list of customers with its views, bulk actions and exports, and the page of one customer."""

from collections.abc import Mapping
from typing import Any

from carteira.accounts.access import access_of
from carteira.book import assigning
from carteira.book.exports import Wanted, ask_export
from carteira.differentiate.actions import remove_view
from carteira.differentiate.conditions import Condition
from carteira.differentiate.listing import Selection
from carteira.identify.actions import Target
from carteira.jobs.worker import work_once
from tests.access.rights import WHO
from tests.access.row import NAMES, VIEWS, Row, makes, marks
from tests.access.world import World

LIST, PAGE = "/customers/", "/customers/<int:customer_id>/"
AURORA, BOREAL = "/customers/{customers[aurora]}/", "/customers/{customers[boreal]}/"
VIEW, SECRET = f"{LIST}views/<int:view_id>/", f"{LIST}views/{{numbers[Visao secreta]}}/"
ONE_REASON, THE_REASON = f"{PAGE}reasons/<int:reason_id>/", f"{AURORA}reasons/{{numbers[reason of aurora]}}/"
REASONS = makes("differentiate_strategicreason")
REASON = {
    "kind": "learning", "words": "Outro motivo", "owner_id": "{users[alice].pk}", "until": "2099-04-30", "ceiling": "5",
}  # fmt: skip
ONE_ANSWER, NEED = f"{PAGE}answers/<int:answer_id>/withdraw/", {"figure": "need", "answer": "price"}
ANSWERS = makes("differentiate_answer")
ALL_OF = "name tax_id contact margin story"
FIGURES_OF = marks("margin", "aurora boreal central")
CUSTOMERS = ["{customers[aurora]}", "{customers[boreal]}"]
TO_NORTH = {"owner": "{users[charlie].pk}", "team": "{numbers[team North]}", "query": ""}


def exported(world: World, name: str) -> Mapping[str, Any]:
    """An export of everything by this person; of somebody who may not, Root's."""
    user = world.users[name if name in WHO["export"] else "root"]
    job = ask_export(access_of(user), user, Wanted([], "csv", "clientes"))
    assert work_once()
    return {"job": job.pk}


def asked(world: World, name: str) -> Mapping[str, Any]:
    """A job of this person; of somebody who may have none, Root's."""
    return {"job": exported(world, name)["job"]}


def assigned(world: World, name: str) -> Mapping[str, Any]:
    """Aurora was just given to Charlie by this person; by Root, where this person may not."""
    user = world.users[name if name in WHO["mass update"] else "root"]
    aurora = Selection(conditions=(Condition("customer_id", "in", (world.customers["aurora"],)),))
    to_charlie = Target(world.users["charlie"].pk, world.numbers["team North"])
    return {"token": assigning.assign(access_of(user), user, aurora, to_charlie).token}


def removed(world: World, name: str) -> Mapping[str, Any]:
    remove_view(access_of(world.users["alice"]), "customers", world.numbers["Visao do Sul"])
    return {}


ROWS = [
    Row("GET", LIST, "read customers or totals", LIST, shows=NAMES | FIGURES_OF | VIEWS),
    Row("POST", f"{LIST}find/", "read customers", f"{LIST}find/", form={"q": "aurora", "query": ""}, note="leads on"),
    Row("GET", f"{LIST}figures/", "read customers", f"{LIST}figures/", note="what may be asked for"),
    Row("GET", f"{LIST}columns/", "read customers", f"{LIST}columns/", note="what may be shown"),
    Row(
        "POST", f"{LIST}filter/", "read customers", f"{LIST}filter/", note="leads on",
        form={"figure": "city", "operator": "is", "value": "Recife", "query": ""},
    ),
    Row("GET", f"{LIST}filter/<slug:figure>/", "read customers", f"{LIST}filter/city/", note="what to ask"),
    Row(
        "POST", f"{LIST}views/", "read customers or totals", f"{LIST}views/", changes=makes("differentiate_savedview"),
        form={"name": "Nova visao", "audience": "me", "query": "category=mvc"},
    ),
    Row(
        "POST", f"{LIST}views/first/", "read customers or totals", f"{LIST}views/first/",
        form={"view": "{numbers[Visao de todos]}"}, changes=makes("differentiate_firstview"),
    ),
    Row(
        "POST", f"{LIST}views/first/", "Alice alone", f"{LIST}views/first/", changes=makes("differentiate_firstview"),
        form={"view": "{numbers[Visao secreta]}"}, note="of Alice",
    ),
    Row("POST", VIEW, "Alice alone", SECRET, form={"name": "X", "audience": "everybody"},
        changes=makes("differentiate_savedview")),
    Row(
        "POST", VIEW, "change shared views", f"{LIST}views/{{numbers[Visao de todos]}}/", note="of everybody",
        form={"name": "X", "audience": "everybody"}, changes=makes("differentiate_savedview"),
    ),
    Row("POST", f"{VIEW}remove/", "Alice alone", f"{SECRET}remove/", changes=makes("differentiate_savedview")),
    Row(
        "POST", f"{VIEW}back/", "change shared views", f"{LIST}views/{{numbers[Visao do Sul]}}/back/", given=removed,
        changes=makes("differentiate_savedview"),
    ),
    Row(
        "POST", f"{LIST}assign/", "mass update", f"{LIST}assign/", form={**TO_NORTH, "customer": CUSTOMERS},
        note="a preview of what would change",
    ),
    Row(
        "POST", f"{LIST}assign/", "mass update", f"{LIST}assign/",
        form={**TO_NORTH, "customer": CUSTOMERS, "confirmed": "1"}, changes=makes("identify_customer", "assignments"),
    ),
    Row(
        "POST", f"{LIST}assign/<slug:token>/undo/", "mass update", f"{LIST}assign/{{token}}/undo/", given=assigned,
        changes=makes("identify_customer"),
    ),
    Row("POST", f"{LIST}export/", "export", f"{LIST}export/", form={"everything": "1", "query": ""}, note="formats"),
    Row(
        "POST", f"{LIST}export/", "export", f"{LIST}export/", form={"everything": "1", "query": "", "format": "xlsx"},
        changes=makes("jobs_job", "exports"),
    ),
    Row("GET", f"{LIST}work/<int:job_id>/", "export", f"{LIST}work/{{job}}/", given=asked, note="how far it is"),
    Row("GET", f"{LIST}work/<int:job_id>/file/", "export", f"{LIST}work/{{job}}/file/", given=exported,
        shows=NAMES | FIGURES_OF),
    Row("GET", PAGE, "read customers", AURORA, shows=marks(ALL_OF, "aurora")),
    Row("GET", PAGE, "read customers", BOREAL, shows=marks(ALL_OF, "boreal"), note="Boreal"),
    Row("GET", f"{PAGE}reasons/", "edit Aurora", f"{AURORA}reasons/", shows=marks("name", "aurora")),
    Row("POST", f"{PAGE}reasons/", "edit Aurora", f"{AURORA}reasons/", form=REASON, changes=REASONS),
    Row("GET", ONE_REASON, "edit Aurora", THE_REASON, shows=marks("name", "aurora")),
    Row("POST", ONE_REASON, "edit Aurora", THE_REASON, form=REASON, changes=REASONS),
    Row("POST", f"{ONE_REASON}end/", "edit Aurora", f"{THE_REASON}end/", changes=REASONS),
    Row("POST", f"{ONE_REASON}undo/<slug:done>/", "edit Aurora", f"{THE_REASON}undo/declared/", changes=REASONS),
    Row("POST", f"{PAGE}answers/", "edit Aurora", f"{AURORA}answers/", form=NEED, changes=ANSWERS),
    Row("POST", ONE_ANSWER, "edit Aurora", f"{AURORA}answers/{{numbers[answer of aurora]}}/withdraw/", changes=ANSWERS),
    Row("GET", f"{PAGE}panel/", "read customers", f"{AURORA}panel/", shows=marks("name contact", "aurora")),
    Row("GET", f"{PAGE}price/", "read customers", f"{AURORA}price/?product=BISCOITO&quantity=1&price=90",
        note="a price"),
    Row("GET", f"{PAGE}story/", "read customers", f"{AURORA}story/", shows=marks("story", "aurora")),
    Row("GET", f"{PAGE}orders/", "read customers", f"{AURORA}orders/", shows=marks("story", "aurora")),
]  # fmt: skip
