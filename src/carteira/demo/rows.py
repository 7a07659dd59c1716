"""Tables of arrays, as the simulation works with them."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from carteira.demo.text import Ints


@dataclass(frozen=True)
class Rows:
    """Arrays of one length."""

    def taken(self, index: Ints) -> Self:
        """The rows at the given positions."""
        return type(self)(**{field.name: getattr(self, field.name)[index] for field in fields(self)})

    def followed_by(self, other: Self) -> Self:
        """These rows and then the others."""
        joined = {
            field.name: np.concatenate([getattr(self, field.name), getattr(other, field.name)])
            for field in fields(self)
        }
        return type(self)(**joined)
