"""Effects of treatments: Hillstrom's e-mail campaign, simulated campaigns with known effects, and time.

    python -m benchmarks.uplift [hillstrom] [coverage] [policy] [speed]        (default: all four)

`hillstrom` reads the public data set from CARTEIRA_SHARED_DATA (default ../shared/data): 20 random halves, fitted on
one, Qini on the other. `coverage` fits 200 simulated campaigns, `policy` evaluates a policy on 400 simulated logs.
"""

import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from carteira.customize.policy_value import policy_value
from carteira.customize.uplift import Effects, fit_effects, qini
from tests.customize.campaigns import simulate
from tests.customize.coverage import CAMPAIGNS, covered
from tests.customize.hillstrom import Hillstrom, halves, read_hillstrom

DATA = Path(os.environ.get("CARTEIRA_SHARED_DATA", Path(__file__).resolve().parent.parent.parent / "shared" / "data"))
SPLITS = 20
LOGS = 400
SCORED = 1_000_000
ARMS = 10


def hillstrom() -> None:
    """Qini of the product's own choice beside that of the response model, and the verdict on each arm."""
    if not (DATA / "hillstrom").is_dir():
        print(f"hillstrom: no data in {DATA / 'hillstrom'}: set CARTEIRA_SHARED_DATA to the folder of public data sets")
        return
    data = read_hillstrom(DATA)
    for arm in ("Womens E-Mail", "Mens E-Mail"):
        own, response, usable, learners = [], [], [], []
        for seed in range(SPLITS):
            train, test = halves(data, arm, seed)
            effects = fit_effects(train.features, train.treatment, train.outcome)
            score = effects.predict(test.features)[:, 0]
            own.append(qini(test.outcome, score, test.treatment))
            response.append(qini(test.outcome, effects.response(test.features), test.treatment))
            usable.append(effects.heterogeneity[0].usable)
            learners.append(effects.learner[0])
        chosen = ", ".join(f"{name} {learners.count(name)}" for name in sorted(set(learners)))
        print(f"{arm}: Qini {_spread(own)}, response model {_spread(response)},", end=" ")
        print(f"usable {sum(usable)} of {SPLITS}, {chosen}", flush=True)
    whole(data)


def whole(data: Hillstrom) -> None:
    """All 64,000 customers and both arms at once: time, verdicts, held-out values."""
    seconds, processor, effects = _timed(lambda: fit_effects(data.features, data.treatment, data.outcome))
    print(f"all 64,000: fit {seconds:.1f} s ({processor:.1f} s of processor)")
    for arm, verdict in enumerate(effects.heterogeneity, 1):
        average = effects.average()[arm - 1]
        print(f"arm {arm}: average {average.value:.4f} [{average.low:.4f}, {average.high:.4f}],", end=" ")
        print(f"{effects.learner[arm - 1]}, {verdict.reason}, p {verdict.p_value:.4f}, gain", end=" ")
        print(f"{verdict.gain.value:.5f} [{verdict.gain.low:.5f}, {verdict.gain.high:.5f}]")


def coverage() -> None:
    """How many 90 % intervals hold the truth, over simulated campaigns of 3,000 customers and two arms."""
    for binary in (True, False):
        seeds = range(CAMPAIGNS // 2)
        held = [covered(simulate(3_000, seed, binary=binary), seed) for seed in seeds]
        print(f"coverage, {'binary' if binary else 'heavy-tailed'} outcomes, {len(seeds)} campaigns:", end=" ")
        print(", ".join(f"{name} {np.mean([one[name] for one in held]):.3f}" for name in held[0]), flush=True)


def policy() -> None:
    """Bias, spread and coverage of the three estimates of a policy's value on simulated logs of 2,000 decisions."""
    found, truth = [], []
    for seed in range(LOGS):
        log = simulate(2_000, seed, binary=False)
        target = log.expected.argmax(axis=1)
        chance = log.propensity[np.arange(len(target)), log.treatment]
        near = log.expected * 0.8 + 1  # a model that is wrong, as models are
        found.append(policy_value(target, log.treatment, log.outcome, chance, near)[:3])
        truth.append(log.expected.max(axis=1).mean())
    for i, name in enumerate(("IPS", "SNIPS", "DR")):
        error = np.array([one[i].value for one in found]) - truth
        inside = [one[i].low <= value <= one[i].high for one, value in zip(found, truth, strict=True)]
        print(f"policy value {name}: bias {error.mean():+.4f} of {np.mean(truth):.3f}, spread {error.std():.4f}, "
              f"90 % intervals hold {np.mean(inside):.3f}")  # fmt: skip


def speed() -> None:
    """Scoring 1,000,000 customers x 10 arms, by the slowest learner and the fastest."""
    rng = np.random.default_rng(0)
    features = rng.normal(size=(40_000, 12))
    treatment = rng.integers(0, ARMS + 1, 40_000)
    outcome = rng.random(40_000) < 0.2 + 0.1 * (treatment > 0) * (features[:, 0] > 0)
    seconds, processor, effects = _timed(lambda: fit_effects(features, treatment, outcome))
    print(f"fit of 40,000 customers x {ARMS} arms: {seconds:.1f} s ({processor:.1f} s of processor)")
    many = rng.normal(size=(SCORED, 12))
    for name in ("t_linear", "s_boosting"):
        forced = using(effects, name)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        seconds, processor, _ = _timed(lambda forced=forced: forced.predict(many))
        more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        print(
            f"scoring 1,000,000 x {ARMS}, {name}: {seconds:.1f} s ({processor:.1f} s of processor), {more:.0f} MB more"
        )


def using(effects: Effects, learner: str) -> Effects:
    """The effects as if this learner had been chosen, and found usable, for every arm."""
    arms = [
        arm._replace(
            learner=learner,
            line=arm.line._replace(slope=1.0, error=0.1),
            heterogeneity=arm.heterogeneity._replace(usable=True),
        )
        for arm in effects.arms
    ]
    return Effects(tuple(arms), *(getattr(effects, name) for name in list(Effects.__dataclass_fields__)[1:]))


def _timed(work: Callable[[], "Effects"]) -> tuple[float, float, "Effects"]:
    wall, processor = time.perf_counter(), time.process_time()
    result = work()
    return time.perf_counter() - wall, time.process_time() - processor, result


def _spread(values: list[float]) -> str:
    return f"{np.mean(values):.4f} (sd {np.std(values, ddof=1):.4f})"


if __name__ == "__main__":
    for name in sys.argv[1:] or ["hillstrom", "coverage", "policy", "speed"]:
        {"hillstrom": hillstrom, "coverage": coverage, "policy": policy, "speed": speed}[name]()
