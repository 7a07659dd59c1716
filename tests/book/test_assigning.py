"""Giving many customers to somebody: who may, what is shown before, that it counts, and that it can be undone."""

from collections.abc import Callable
from typing import Any

import pytest

from carteira.accounts.access import access_of
from carteira.accounts.actions import people
from carteira.accounts.models import AuditEntry, Team, User
from carteira.book import assigning
from carteira.book.assigning import Preview, assign, choice, preview, undo
from carteira.book.book import Book
from carteira.book.former_owners import recall_held
from carteira.book.queries import tables
from carteira.differentiate.conditions import Condition
from carteira.differentiate.listing import Selection
from carteira.errors import CarteiraError
from carteira.identify.actions import Target, reassign
from carteira.identify.models import Customer
from carteira.jobs.choices import JobState
from carteira.jobs.models import Job
from carteira.jobs.worker import work_once
from tests.accounts.cast import everybody, run_with_cast
from tests.at_rest import AtRest, Build

OWNERS = [("Alice Prado", "South")] * 3 + [("Charlie Luz", "North")] * 2 + [("Somebody Gone", "")]
CUSTOMERS = "source_id,name,owner,team\n" + "".join(
    f"{place},Customer {place},{owner},{team}\n" for place, (owner, team) in enumerate(OWNERS, 1)
)
EVERYBODY = Selection()


def six_customers(book: Book) -> None:
    """Three of Alice's in the South, two of Charlie's in the North, and one of an owner whom nobody knows."""
    run_with_cast(book, customers=CUSTOMERS)


@pytest.fixture
def cast(book: Book, at_rest: Callable[[Build], AtRest]) -> dict[str, User]:
    at_rest(six_customers).bring_back(book.home.path)
    return everybody()


def held() -> list[tuple[str | None, str | None]]:
    """Owner and team of each customer, as lists show them."""
    found = tables(access_of(User.objects.get(username="root"))).query(
        "SELECT owner, team FROM customer_card ORDER BY name"
    )
    return [(row["owner"] or None, row["team"] or None) for row in found.to_pylist()]


def team(name: str) -> int:
    return Team.objects.get(name=name).pk


def refused(code: str, person: User, target: Target) -> None:
    before = list(Customer.objects.order_by("id").values())
    for ask in (lambda: preview(access_of(person), EVERYBODY, target), lambda: give(person, EVERYBODY, target)):
        with pytest.raises(CarteiraError) as refusal:
            ask()
        assert refusal.value.code == code
    assert list(Customer.objects.order_by("id").values()) == before


def give(person: User, selection: Selection, target: Target) -> Any:
    return assign(access_of(person), person, selection, target)


def test_it_is_shown_before_and_counts_after(cast: dict[str, User]) -> None:
    target = Target(owner=cast["bob"].pk, team=team("South"))
    assert preview(access_of(cast["root"]), EVERYBODY, target) == Preview(6, 6, 0, 0)
    assert give(cast["root"], EVERYBODY, target).changed == 6
    assert held() == [("Bob Reis", "South")] * 6
    assert preview(access_of(cast["root"]), EVERYBODY, target) == Preview(6, 0, 6, 0)
    told = AuditEntry.objects.get(action="customers_assigned").details
    assert (told["customers"], told["owner"], told["team"]) == (6, cast["bob"].pk, team("South"))


def test_the_owner_alone_leaves_the_team_and_nobody_is_somebody_too(cast: dict[str, User]) -> None:
    give(cast["root"], Selection(choices={"owner": "Charlie Luz"}), Target(owner=cast["bob"].pk))
    give(cast["root"], Selection(choices={"owner": "Somebody Gone"}), Target(owner=None))
    assert held() == [("Alice Prado", "South")] * 3 + [("Bob Reis", "North")] * 2 + [(None, None)]


def test_a_run_keeps_what_was_assigned(cast: dict[str, User], book: Book) -> None:
    give(cast["root"], EVERYBODY, Target(owner=cast["bob"].pk))
    book.run()
    assert {owner for owner, _team in held()} == {"Bob Reis"}


def test_undo_gives_back_what_was_not_changed_since(cast: dict[str, User]) -> None:
    before = held()
    done = give(cast["root"], EVERYBODY, Target(owner=cast["bob"].pk))
    first = Selection(conditions=(Condition("name", "is", "Customer 1"),))
    give(cast["root"], first, Target(owner=cast["dora"].pk))
    assert undo(access_of(cast["root"]), cast["root"], done.token).changed == 5
    assert held() == [("dora", "South"), *before[1:]]
    assert Customer.objects.filter(assigned=True).count() == 1
    assert undo(access_of(cast["root"]), cast["root"], done.token).changed == 0


def test_only_who_did_it_undoes_it(cast: dict[str, User]) -> None:
    done = give(cast["root"], EVERYBODY, Target(owner=cast["bob"].pk))
    for token in (done.token, "../../book", "unknown"):
        with pytest.raises(CarteiraError) as refusal:
            undo(access_of(cast["dora"]), cast["dora"], token)
        assert refusal.value.code == "nothing_to_undo"
    assert {owner for owner, _team in held()} == {"Bob Reis"}


def test_a_manager_reaches_the_own_teams_and_gives_to_them(cast: dict[str, User]) -> None:
    dora = people.change_user("dora", teams=["South"])
    assert set(choice(access_of(dora)).owners.values()) == {"Alice Prado", "Bob Reis", "dora"}
    assert set(choice(access_of(dora)).teams.values()) == {"South"}
    refused("not_allowed", dora, Target(owner=cast["charlie"].pk))
    refused("not_allowed", dora, Target(team=team("North")))
    give(dora, EVERYBODY, Target(owner=cast["bob"].pk))
    assert held()[:4] == [("Bob Reis", "South")] * 3 + [("Charlie Luz", "North")]


def test_what_is_seen_but_not_changed_is_counted_and_left(cast: dict[str, User]) -> None:
    bob = people.change_user("bob", roles=["service_supervisor"])
    role = bob.roles.get()  # sees every customer, and changes those of the own teams
    role.permissions = [*role.permissions, "mass_update"]
    role.save()
    bob = User.objects.get(pk=bob.pk)
    target = Target(owner=bob.pk)
    assert preview(access_of(bob), EVERYBODY, target) == Preview(6, 3, 0, 3)
    assert give(bob, EVERYBODY, target).changed == 3
    assert [owner for owner, _team in held()][3:] == ["Charlie Luz", "Charlie Luz", "Somebody Gone"]


@pytest.mark.parametrize("name", ["alice", "eva", "nina"])
def test_who_may_not_is_refused(cast: dict[str, User], name: str) -> None:
    refused("not_allowed", cast[name], Target(owner=cast["alice"].pk))


def test_a_change_of_nothing_is_refused(cast: dict[str, User]) -> None:
    refused("nothing_to_assign", cast["root"], Target())
    people.change_user("bob", active=False)
    refused("not_allowed", cast["root"], Target(owner=cast["bob"].pk))


def test_many_are_changed_in_the_background_and_put_back(
    cast: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = held()
    monkeypatch.setattr(assigning, "AT_ONCE", 2)
    monkeypatch.setattr(assigning, "CHUNK", 2)
    asked = give(cast["root"], EVERYBODY, Target(owner=cast["bob"].pk))
    assert held() == before
    assert finished(asked.job).result == {"customers": 6, "token": Job.objects.get(pk=asked.job).arguments["token"]}
    assert {owner for owner, _team in held()} == {"Bob Reis"}
    token = Job.objects.get(pk=asked.job).arguments["token"]
    finished(undo(access_of(cast["root"]), cast["root"], token).job)
    assert held() == before


def test_a_job_that_was_cut_off_goes_on(cast: dict[str, User], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assigning, "AT_ONCE", 2)
    target = Target(owner=cast["bob"].pk)
    asked = give(cast["root"], EVERYBODY, target)
    token = Job.objects.get(pk=asked.job).arguments["token"]
    former = recall_held(cast["root"], token)
    reassign(access_of(cast["root"]), former.customers.slice(0, 4), target, cast["root"])
    assert finished(asked.job).result["customers"] == 6  # type: ignore[index]
    assert sum(entry.details["customers"] for entry in AuditEntry.objects.filter(action="customers_assigned")) == 6


def finished(number: int | None) -> Job:
    while work_once():
        pass
    job = Job.objects.get(pk=number)
    assert job.state == JobState.DONE, job.error_code
    return job
