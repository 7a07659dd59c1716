"""What an allocation says."""

from dataclasses import dataclass

from carteira.customize.allocation.problem import Choice, Vector


@dataclass(frozen=True)
class Allocation:
    """Who gets which action, what the scarce resources are worth, and how far this can be from the best."""

    choice: Choice
    """(N,): the action of each customer, -1 for nothing."""
    shadow_prices: Vector
    """Shape of the capacity: what one more unit of each would bring. Zero where it is not used up."""
    minimum_prices: Vector
    """(K,): what one customer less in each minimum would bring; zero where there is none, or it costs nothing."""
    objective: float
    """The value of the chosen actions."""
    bound: float
    """No allocation can bring more: the Lagrangian at the prices, which is the optimum of the linear programme."""
    used: Vector
    """Shape of the capacity."""

    @property
    def gap(self) -> float:
        """(bound - objective) / |bound|: the most that a better allocation could add, as a share. Zero for 0 of 0."""
        difference = self.bound - self.objective
        return difference / abs(self.bound) if difference > 0 and self.bound else max(difference, 0.0)
