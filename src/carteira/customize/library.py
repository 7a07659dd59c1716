"""The library as a run reads it: what may be done, for whom, with what means."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from carteira.customize.options import ActionTerms

Parts = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ActionSpec:
    """An action of the library; see `customize.models.Action`. `uses`: amount by the code of the resource."""

    code: str
    name: str
    goal: str
    channel: str
    purpose: str
    product_group: str
    offer: str
    cost: int
    uses: Mapping[str, float]
    rest_days: int
    window_days: int
    holdout: float
    minimum: int
    who: Parts
    programme: str
    expected_effects: Mapping[str, float]
    expected_deviation: float
    gains: Mapping[str, float]
    gains_deviation: float

    @property
    def learned_from(self) -> str:
        """The programme of the facts that tells its effect: the one named, else its own."""
        return self.programme or self.code


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
    """Everything that may be done and used."""

    actions: tuple[ActionSpec, ...]
    resources: tuple[ResourceSpec, ...]

    def terms(self, action: ActionSpec) -> ActionTerms:
        """What is kept of an action with the options."""
        shared = {field.name: getattr(action, field.name) for field in fields(ActionTerms) if field.name != "uses"}
        return ActionTerms(**shared, uses=tuple(action.uses.get(resource.code, 0.0) for resource in self.resources))
