"""Why customers buy: the need that each has declared, or is taken to have by what it buys and what it is granted."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from carteira.differentiate.segments.agreement import counterparts, shared
from carteira.differentiate.segments.description import described
from carteira.differentiate.segments.mixture import Floats, Mixture, fit_mixture
from carteira.differentiate.segments.number import stability, stable_number
from carteira.differentiate.segments.profile import NONE, Integers, Profile

SEED = 1
FITTED = 50_000
"""Customers that segments are found among; everybody is placed in them."""
MOST_CATEGORIES = 60
PLACED_AT_ONCE = 200_000
SURE_ENOUGH = 0.6
"""A need less probable is a question to ask, not a hypothesis to act on."""
ANSWERS_TO_NAME = 5.0
"""Answers that must lie behind a segment before it takes the name of a declared need."""


@dataclass(frozen=True)
class Needs:
    """`customers` (table `customer_needs`) and `segments` (table `needs_segments`)."""

    customers: pa.Table
    segments: pa.Table


def find_needs(
    inputs: pa.Table,
    purchases: pa.Table,
    *,
    treatments: Mapping[str, str] | None = None,
    previous: pa.Table | None = None,
) -> Needs:
    """The need of each customer, and the segments in which the needs were found.

    `inputs`: `needs_inputs`; `purchases`: `purchase_mix`; `treatments`: what each need changes; `previous`:
    customer_id and segment of the run before, so that segments keep their numbers while they hold the same customers.

    customers: customer_id, need (null where unknown), basis (declared, inferred or null), probability (of the need; 1
    where declared), treatment (that of the need), segment and segment_probability (null for who never bought),
    question_rank (1 for whom to ask first; null where declared). A declared need beats an inferred one, and an inferred
    need is stated from a probability of 0.6.
    """
    profile = Profile.of(inputs, purchases, MOST_CATEGORIES)
    buyers = np.flatnonzero(profile.bought)
    mixture, agreement = _segments(profile, buyers, previous)
    probability = _placed(profile, mixture, buyers)
    numbers = _numbers(profile.ids[buyers], probability.argmax(axis=1), len(mixture.weight), previous)
    names = _names(profile, buyers, probability)
    segments = described(profile, mixture, inputs["actual_value"], buyers, probability, numbers, names, agreement)
    return Needs(_customers(inputs, profile, buyers, probability, numbers, names, treatments or {}), segments)


def _segments(profile: Profile, buyers: Integers, previous: pa.Table | None) -> tuple[Mixture, float]:
    """The segments, and how far two halves of the customers agree on them."""
    chosen = buyers
    if len(buyers) > FITTED:
        chosen = np.sort(np.random.default_rng(SEED).choice(buyers, FITTED, replace=False))
    known = profile.customers(chosen)
    before = len(_numbers_of(previous)) or None
    number, agreements = stable_number(known, seed=SEED, before=before)
    agreement = agreements[number] if number in agreements else stability(known, number, seed=SEED)
    return fit_mixture(known, number, seed=SEED), agreement


def _placed(profile: Profile, mixture: Mixture, buyers: Integers) -> Floats:
    """The probability of each segment for each buyer."""
    parts = [
        mixture.probabilities(profile.customers(buyers[start : start + PLACED_AT_ONCE]))
        for start in range(0, len(buyers), PLACED_AT_ONCE)
    ]
    return np.vstack([np.zeros((0, len(mixture.weight))), *parts])


def _numbers(ids: Integers, segment: Integers, count: int, previous: pa.Table | None) -> Integers:
    """The lasting number of each segment (count,): that of the earlier segment with which it shares most customers, a
    new one where it shares none."""
    earlier = _numbers_of(previous)
    kept: dict[int, int] = {}
    if previous is not None and len(earlier):
        previous = previous.filter(pc.is_valid(previous["segment"]))
        old_ids = np.asarray(previous["customer_id"].to_numpy(), dtype=np.int64)
        _, here, there = np.intersect1d(ids, old_ids, assume_unique=True, return_indices=True)
        old = np.searchsorted(earlier, np.asarray(previous["segment"].to_numpy(), dtype=np.int64)[there])
        kept = counterparts(shared(segment[here], old))
    taken = set(earlier[list(kept.values())].tolist())
    free = iter(number for number in range(1, count + len(earlier) + 1) if number not in taken)
    return np.array([earlier[kept[each]] if each in kept else next(free) for each in range(count)], np.int64)


def _numbers_of(previous: pa.Table | None) -> Integers:
    """The numbers of the earlier segments, ascending."""
    if previous is None:
        return np.empty(0, np.int64)
    return np.unique(np.asarray(previous["segment"].drop_null().to_numpy(), dtype=np.int64))


def _names(profile: Profile, buyers: Integers, probability: Floats) -> list[str | None]:
    """The declared need that stands for each segment: the pairs in which most answers agree, None where too few do."""
    told = np.flatnonzero(profile.answer[buyers] != NONE)
    answers = np.zeros((probability.shape[1], max(len(profile.answers), 1)))
    np.add.at(answers.T, profile.answer[buyers][told], probability[told])
    names: list[str | None] = [None] * len(answers)
    for segment, answer in counterparts(answers).items():
        if answers[segment, answer] >= ANSWERS_TO_NAME and answers[segment, answer] == answers[segment].max():
            names[segment] = profile.answers[answer]
    return names


def _customers(
    inputs: pa.Table,
    profile: Profile,
    buyers: Integers,
    probability: Floats,
    numbers: Integers,
    names: list[str | None],
    treatments: Mapping[str, str],
) -> pa.Table:
    best, level = np.full(len(profile), NONE), np.zeros(len(profile))
    best[buyers] = probability.argmax(axis=1)
    level[buyers] = probability.max(axis=1, initial=0.0)
    declared = profile.answer != NONE
    named = np.array([name is not None for name in names])
    inferred = ~declared & (best != NONE) & named[best] & (level >= SURE_ENOUGH)
    need = np.full(len(profile), None, object)
    need[inferred] = np.array(names, object)[best[inferred]]
    need[declared] = np.array(profile.answers, object)[profile.answer[declared]]
    basis = np.full(len(profile), None, object)
    basis[inferred], basis[declared] = "inferred", "declared"
    stated = np.where(declared, 1.0, level)
    placed = best == NONE
    return pa.table(
        {
            "customer_id": inputs["customer_id"],
            "need": pa.array(need, pa.string()),
            "basis": pa.array(basis, pa.string()),
            "probability": pa.array(stated, mask=~(declared | inferred)),
            "treatment": pa.array([treatments.get(each) for each in need], pa.string()),
            "segment": pa.array(numbers[best], mask=placed),
            "segment_probability": pa.array(level, mask=placed),
            "question_rank": _question_ranks(inputs, declared, probability, buyers),
        }
    )


def _question_ranks(
    inputs: pa.Table, declared: npt.NDArray[np.bool_], probability: Floats, buyers: Integers
) -> pa.Array:
    """In which order to ask for the need: the most valuable and most growable first, by value x uncertainty.

    Uncertainty is the entropy of the segments' probabilities, at its greatest for who never bought.
    """
    segments = max(probability.shape[1], 2)
    uncertainty = np.ones(len(declared))
    terms = probability * np.log(np.maximum(probability, 1e-300))
    uncertainty[buyers] = -terms.sum(axis=1) / np.log(segments)
    category = inputs["category"].to_numpy()
    first = np.isin(category, ("mvc", "mgc"))
    worth = np.maximum(np.asarray(inputs["actual_value"].to_numpy(), np.float64), 0.0) * uncertainty
    order = np.lexsort((np.asarray(inputs["customer_id"].to_numpy()), -worth, ~first, declared))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(1, len(order) + 1)
    return pa.array(rank, mask=declared)
