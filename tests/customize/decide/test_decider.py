"""What is true now: rest, consent, channel, budgets."""

from carteira.customize.decide.choosing import NOTHING
from carteira.customize.decide.decider import Ask, Decider
from carteira.customize.decide.decision import Decision
from carteira.customize.decide.plan import Plan
from carteira.customize.decide.tally import DAY
from carteira.customize.exploration import holdout
from tests.customize.decide.made import action, options, resource

NOW = 1_700_000_000_000
ACTIONS = [
    action("call", (10.0,), channel="call", purpose="marketing", rest_days=30),
    action("mail", (0.0,), channel="email", purpose="marketing", rest_days=7),
    action("care", (0.0,), channel="call", rest_days=0),
]


def decider(capacity: float | None = None, price: float = 1.0) -> Decider:
    minutes = [resource("minutes", price, capacity, used=100.0)]
    return Decider(Plan(options(ACTIONS, [[1000.0, 500.0, 100.0]] * 9, minutes)), draw=lambda: 0.0)


def decided(found: Decider, now: int = NOW, **ask: object) -> str:
    """The code of what is decided and counted."""
    decision: Decision = found.decide(Ask(**{"customer": 1, **ask}), now)  # type: ignore[arg-type]
    found.tally.tell(now, decision)
    if found.used_up(decision.uses):
        found.reprice()
    return "" if decision.action == NOTHING else ACTIONS[decision.action].code


def test_an_action_rests_for_its_days() -> None:
    found = decider()
    assert [decided(found) for _ in range(3)] == ["call", "mail", "care"]
    assert decided(found, NOW + 7 * DAY - 1) == "care"
    assert decided(found, NOW + 7 * DAY) == "mail"
    assert decided(found, NOW + 30 * DAY) == "call"


def test_another_customer_does_not_rest() -> None:
    found = decider()
    assert [decided(found, customer=customer) for customer in (1, 2)] == ["call", "call"]


def test_a_channel() -> None:
    assert decided(decider(), channel="email") == "mail"
    assert decided(decider(), channel="visit") == ""


def test_a_consent_that_was_withdrawn() -> None:
    found = decider()
    found.consents[1] = {("marketing", "call"): "withdrawn"}
    found.consents[2] = {("marketing", "email"): "denied", ("service", "call"): "withdrawn"}
    found.consents[3] = {("marketing", "call"): "granted"}
    assert [decided(found, customer=customer) for customer in (1, 2, 3)] == ["mail", "call", "call"]
    assert decided(found, customer=1) == "care"


def test_a_capacity_that_is_used_up() -> None:
    found = decider(capacity=25.0)
    assert [decided(found, customer=customer) for customer in range(1, 6)] == ["call"] * 3 + ["mail"] * 2
    assert found.tally.used == {("minutes", ""): 30.0}
    found.step(NOW, week=NOW + 1)
    found.reprice()
    assert decided(found, customer=6) == "call"


def test_prices_decide() -> None:
    assert decided(decider(price=60.0)) == "mail"


def test_the_holdout_is_never_decided_on() -> None:
    """Who is held out is not eligible in the options of the run; nothing tried in real time changes that."""
    out = holdout(range(1, 101), "call", 0.3)
    eligible = [[not held, True, True] for held in out]
    deviation = [[900.0, 900.0, 900.0]] * 100
    plan = Plan(options(ACTIONS, [[1000.0, 900.0, 800.0]] * 100, eligible=eligible, deviation=deviation))
    for draw in (0.0, 0.3, 0.6, 0.99):
        found = Decider(plan, draw=lambda draw=draw: draw)
        codes = [decided(found, customer=customer) for customer in range(1, 101)]
        assert "call" not in {code for code, held in zip(codes, out, strict=True) if held}


def test_a_decision_says_what_it_uses() -> None:
    plan = Plan(options(ACTIONS, [[1000.0, 0.0, 0.0]], scale=[[1.5]]))
    decision = Decider(plan).decide(Ask(1), NOW)
    assert [(use.resource, use.pool, use.amount) for use in decision.uses] == [(0, 0, 15.0)]
