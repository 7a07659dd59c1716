"""At the size of the demo, the plan brings what it promises, and more than other ways of deciding."""

from pathlib import Path

import numpy as np
import pytest

from carteira.book.book import Book
from carteira.customize.planning import best_of, net_values
from tests.customize.true_plan import planned_company

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_brings_what_it_promises(book: Book, tmp_path: Path, seed: int) -> None:
    plan = planned_company(book, tmp_path, 5000, seed)
    choice = np.asarray(plan.options.choice, np.int64)
    real, best = plan.value(choice), plan.best
    promised = sum(row["value"] for row in book.table("plan_actions").to_pylist())
    revenue, greedy = plan.value(plan.by_revenue()), plan.value(plan.greedy())
    said = {"promised": promised, "real": real, "best": best, "greedy": greedy, "revenue": revenue}
    outside = []
    for place, row in enumerate(book.table("plan_actions").to_pylist()):
        brought = plan.brings[choice == place, place].sum()
        if row["customers"] and not row["value_low"] <= brought <= row["value_high"]:
            outside.append((row["action"], row["value_low"], row["value"], row["value_high"], round(brought)))
    assert revenue < greedy < real
    assert 0.9 <= promised / real <= 1.1, said
    assert real >= 0.6 * best, said
    assert outside == []


def test_a_thousand_decisions_can_be_made_again(book: Book, tmp_path: Path) -> None:
    """From what is stored, the same action; and what is named as the reason moves the value in its direction."""
    options = planned_company(book, tmp_path, 5000, 1).options
    rows = book.table("customer_action").to_pylist()
    effects = {(row["action"], row["need"]): row["effect"] for row in book.table("action_effects").to_pylist()}
    place = {action.code: k for k, action in enumerate(options.actions)}
    chosen = np.random.default_rng(1).permutation(len(rows))[:1000]
    taken = [number for number, row in enumerate(rows) if row["action"]]
    split = 0
    for number in {*chosen.tolist(), *taken}:
        row = rows[number]
        net = net_values(options, slice(number, number + 1))
        again = int(best_of(net)[0][0])
        expected = place[row["action"]] if row["action"] else -1
        if again != expected:  # the few in whom the last unit of a resource is divided
            split += 1
        if not row["action"]:
            continue
        usual = effects[row["action"], None]
        value = row["effect"] * row["margin_ahead"] + row["action_gain"]
        if row["reason"] == "need":
            assert usual * row["margin_ahead"] + row["action_gain"] < value
        elif row["reason"] == "volume":
            assert row["effect"] * row["margin_ahead"] / 2 + row["action_gain"] < value
        elif row["reason"] == "losses":
            assert row["effect"] < 0
            assert row["margin_ahead"] < 0
        elif row["reason"] in ("costs", "wallet", "winning"):
            assert row["effect"] * row["margin_ahead"] + row["action_gain"] / 2 < value
    assert split <= 2 * sum(len(resource.pools) for resource in options.resources), split
