"""The library as a run reads it: what may be done, for whom, with what means."""

from collections.abc import Mapping
from dataclasses import dataclass

from carteira.customize.options import ActionTerms


@dataclass(frozen=True)
class ActionSpec:
    """An action of the library; see `customize.models.Action`."""

    terms: ActionTerms
    """What is kept of it with the options."""
    who: tuple[tuple[str, str], ...]
    programme: str
    expected_effects: Mapping[str, float]
    expected_deviation: float
    gains: Mapping[str, float]
    gains_deviation: float

    @property
    def learned_from(self) -> str:
        """The programme of the facts that tells its effect: the one named, else its own."""
        return self.programme or self.terms.code


@dataclass(frozen=True)
class ResourceSpec:
    """A resource of the library; see `customize.models.Resource`."""

    code: str
    name: str
    unit: str
    pooled_by: str
    capacity: float | None
    capacities: Mapping[str, float]
    measured_by: str


@dataclass(frozen=True)
class Library:
    """Everything that may be done and used. The actions' uses are in the order of the resources."""

    actions: tuple[ActionSpec, ...]
    resources: tuple[ResourceSpec, ...]
