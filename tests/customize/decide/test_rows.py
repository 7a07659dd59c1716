"""The log as a table."""

from concurrent.futures import Future
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carteira.customize.decide.decider import Ask
from carteira.customize.decide.decision import Candidate, Decision, Outcome, Prices, Response, Terms, Use
from carteira.customize.decide.live import Live
from carteira.customize.decide.plan import Plan
from carteira.customize.decide.records import decoded, encoded
from carteira.customize.decide.rows import decision_rows
from carteira.customize.decide.segments import path_of
from tests.customize.decide.made import action, options

NOW = 1_700_000_000_000
WHOLE = st.integers(-(2**63), 2**63 - 1)


def log_of(folder: Path) -> None:
    """Three decisions: of an action that was accepted, of nothing, and of one that a crash tore off."""
    live = Live(folder, ZoneInfo("UTC"), lambda: NOW)
    live.put_in_force(
        Plan(
            options(
                [action("call", cost=5), action("mail")],
                [[1000.0, 950.0], [-1.0, -1.0], [7.0, 1.0]],
                deviation=[[100.0, 100.0], [0.0, 0.0], [0.0, 0.0]],
                run_id=4,
            )
        )
    )
    for customer in (1, 2, 3):
        waiter: Future[None] = Future()
        place, decision = live.decide(Ask(customer), waiter)
        if customer == 1:
            live.respond(place, decision, Response.SHOWN, 0, Future())
            live.respond(place, decision, Response.ACCEPTED, 0, Future())
        waiter.result(10)
    live.close()
    path = path_of(folder, 1)
    path.write_bytes(path.read_bytes()[:-1])


def test_the_rows(tmp_path: Path) -> None:
    log_of(tmp_path)
    tried, nothing = decision_rows(tmp_path).to_pylist()
    assert (nothing["customer_id"], nothing["action"], nothing["cost"], nothing["outcome"]) == (2, None, 0, None)
    assert (nothing["propensity"], nothing["actions"], nothing["chances"]) == (1.0, [None], [1.0])
    assert (tried["customer_id"], tried["run_id"], tried["outcome"]) == (1, 4, "accepted")
    assert tried["cost"] == {"call": 5, "mail": 0}[tried["action"]]
    assert tried["explored"] == (tried["action"] == "mail")
    assert tried["actions"][0] == tried["action"]
    assert {*tried["actions"]} == {"call", "mail"}
    assert tried["chances"][0] == tried["propensity"]
    assert sum(tried["chances"]) == pytest.approx(1.0)
    assert tried["at"].timestamp() * 1000 == NOW


def test_of_a_time(tmp_path: Path) -> None:
    log_of(tmp_path)
    assert [len(decision_rows(tmp_path, *times)) for times in ((NOW,), (NOW + 1,), (0, NOW))] == [2, 0, 0]
    assert len(decision_rows(tmp_path / "none")) == 0


def test_logged_chances_say_what_another_policy_would_bring(tmp_path: Path) -> None:
    """The inverse propensity estimate of "always mail" from the log is right, though most got the call."""
    count = 4000
    plan = Plan(options([action("call"), action("mail")], [[1000.0, 900.0]] * count, deviation=[[90.0, 90.0]] * count))
    live = Live(tmp_path, ZoneInfo("UTC"), lambda: NOW)
    live.put_in_force(plan)
    for customer in range(1, count + 1):
        live.decide(Ask(customer), Future())
    live.close()
    rows = decision_rows(tmp_path)
    done, chance = np.array(rows["action"].to_pylist()), rows["propensity"].to_numpy()
    weight = (done == "mail") / chance
    assert 0.1 < (done == "mail").mean() < 0.4
    assert weight.mean() == pytest.approx(1.0, abs=4 * weight.std() / count**0.5)


@given(
    st.builds(
        Decision,
        *[WHOLE] * 5,
        st.integers(0, 255),
        st.just(b"k" * 16),
        st.binary(min_size=16, max_size=16),
        st.lists(
            st.builds(
                Candidate, st.integers(-1, 2**15 - 1), WHOLE, WHOLE, WHOLE, st.integers(-1, 127), st.floats(0, 1)
            ),
            max_size=6,
        ).map(tuple),
        st.lists(st.builds(Use, st.integers(0, 255), st.integers(0, 2**16 - 1), st.floats(0, 1e9))).map(tuple),
    )
)
def test_a_decision_comes_back_as_it_was(decision: Decision) -> None:
    assert decoded(encoded(decision)) == decision


@pytest.mark.parametrize(
    "record",
    [
        Outcome(1, 2, 3, 4, 5, Response.REFUSED, (Use(1, 2, -3.5),)),
        Terms(1, ({"code": "ligação"},), ({"code": "minutes", "pools": ["a", "b"]},)),
        Prices(1, 2, {"minutes/": 1.25}, {"minutes/": -0.01}),
    ],
)
def test_the_other_records_too(record: Outcome | Terms | Prices) -> None:
    assert decoded(encoded(record)) == record


def test_an_unknown_kind_is_said() -> None:
    with pytest.raises(ValueError, match="kind 9"):
        decoded(b"\x09")
