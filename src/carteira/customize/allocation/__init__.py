"""Who gets which action, when time, money and places are scarce? The best joint allocation, and what it proves."""

from carteira.customize.allocation.allocate import allocate
from carteira.customize.allocation.reasons import reduced_values
from carteira.customize.allocation.result import Allocation

__all__ = ["Allocation", "allocate", "reduced_values"]
