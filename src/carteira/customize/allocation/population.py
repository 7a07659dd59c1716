"""Passes over all customers: fixed chunks, summed in order, so that the answer does not depend on the machine."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, TypeVar

import numpy as np

from carteira.customize.allocation import kernels
from carteira.customize.allocation.problem import Choice, Indices, Problem, Vector

CHUNK = 1 << 16
WORKERS = min(os.cpu_count() or 1, 8)
Result = TypeVar("Result")


class Decisions(NamedTuple):
    """Each customer's best action at some prices (-1: nothing), and within how many widths it surely stays the best."""

    choice: Choice
    doubt: Vector


class Population:
    """The customers of a problem, for passes at given prices."""

    def __init__(self, problem: Problem, workers: ThreadPoolExecutor) -> None:
        self.problem = problem
        self._workers = workers

    def __len__(self) -> int:
        return len(self.problem.value)

    def of(self, customers: Indices) -> "Population":
        """Some of the customers."""
        return self.with_problem(self.problem.of(customers))

    def with_problem(self, problem: Problem) -> "Population":
        """Another problem, for the same workers."""
        return Population(problem, self._workers)

    def respond(self, prices: Vector) -> tuple[float, Vector]:
        """The sum of best reduced values at these prices, and what those actions use (rows,)."""
        return self._summed(lambda start, stop: kernels.respond(self.problem, prices, start, stop))

    def decide(self, prices: Vector, width: Vector) -> Decisions:
        """Each customer's best action, and how sure it is when prices move by `width` (rows,)."""
        decisions = Decisions(np.empty(len(self), np.int32), np.empty(len(self), np.float32))
        outward = self.problem.outward(width)
        self._chunks(lambda start, stop: kernels.decide(self.problem, prices, outward, start, stop, *decisions))
        return decisions

    def account(self, choice: Choice) -> tuple[float, Vector]:
        """The value of the chosen actions, and what they use (rows,)."""
        return self._summed(lambda start, stop: kernels.account(self.problem, choice, start, stop))

    def reduced(self, prices: Vector) -> Vector:
        """Value less cost of every action (N, K); minus infinity where not eligible."""
        return np.where(self.problem.eligible, self.problem.value - self._cost(prices), -np.inf)

    def sway(self, width: Vector) -> Vector:
        """By how much the reduced values of each action (N, K) may change when prices move by `width`."""
        return self._cost(self.problem.outward(width))

    def _cost(self, prices: Vector) -> Vector:
        table = np.empty(self.problem.value.shape)
        self._chunks(lambda start, stop: kernels.tabulate(self.problem, prices, start, stop, table))
        return table

    def _chunks(self, work: Callable[[int, int], Result]) -> list[Result]:
        starts = range(0, len(self), CHUNK)
        if len(starts) <= 1:
            return [work(start, len(self)) for start in starts]
        return list(self._workers.map(lambda start: work(start, min(start + CHUNK, len(self))), starts))

    def _summed(self, work: Callable[[int, int], tuple[float, Vector]]) -> tuple[float, Vector]:
        total, used = 0.0, np.zeros(self.problem.rows)
        for part, part_used in self._chunks(work):
            total, used = total + part, used + part_used
        return total, used
