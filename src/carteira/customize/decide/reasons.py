"""Why an action was chosen, as codes with arguments: made from what was logged, so a repeated answer is the same."""

from typing import Any, NamedTuple

from carteira.customize.decide.choosing import NOTHING
from carteira.customize.decide.decision import Candidate, Decision, Terms

MONEY = frozenset({"amount", "lead"})
"""Arguments that tell margins."""


class Reason(NamedTuple):
    """`code` names the sentence; `arguments` fill it, money in minor units."""

    code: str
    arguments: dict[str, Any]


def reasons(decision: Decision, candidate: Candidate, terms: Terms) -> tuple[Reason, ...]:
    """What speaks for a candidate: what it brings, what it pays for scarce resources, what need it serves, and what it
    beats, or what it is behind of and why it was chosen nevertheless."""
    action = terms.actions[candidate.action]
    found = [
        Reason("serves", {"goal": action["goal"], "product_group": action["product_group"], "offer": action["offer"]}),
        Reason("brings", {"amount": candidate.value}),
    ]
    if candidate.resource >= 0:
        resource = terms.resources[candidate.resource]
        found.append(Reason("pays_for", {"resource": resource["code"], "amount": candidate.price}))
    if candidate is decision.candidates[0] and decision.explored:
        best = decision.candidates[1]
        found.append(Reason("tried_to_learn", {"best": _code(best, terms), "lead": best.score - candidate.score}))
    elif (behind := _next_best(decision, candidate)) is not None:
        found.append(Reason("beats", {"next": _code(behind, terms), "lead": candidate.score - behind.score}))
    return tuple(found)


def verdict(decision: Decision) -> str:
    """Why there is this action, or none: best, explored, nothing_pays, or none_possible."""
    if decision.explored:
        return "explored"
    if decision.action != NOTHING:
        return "best"
    return "nothing_pays" if len(decision.candidates) > 1 else "none_possible"


def _next_best(decision: Decision, candidate: Candidate) -> Candidate | None:
    found = None
    for each in decision.candidates:
        if each is not candidate and each.score <= candidate.score and (found is None or each.score > found.score):
            found = each
    return found


def _code(candidate: Candidate, terms: Terms) -> str | None:
    return None if candidate.action == NOTHING else str(terms.actions[candidate.action]["code"])
