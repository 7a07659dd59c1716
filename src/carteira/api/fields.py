"""The kinds of value that requests and answers are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from ninja import Path, Query
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    StrictInt,
    StringConstraints,
    WithJsonSchema,
)

LARGEST = 2**63 - 1
MOST_ROWS = 500
USUAL_ROWS = 100


def whole(value: Any) -> Any:
    """Takes 5.0 for the 5 that it is in JSON; everything else stays, to be refused."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = Annotated[StrictInt, BeforeValidator(whole)]
"""A whole number, in a body."""
Number = Annotated[Whole, Field(ge=1, le=LARGEST)]
"""The number of a record, in a body."""
Line = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]
"""A text on one line."""
PathNumber = Annotated[int, Path(..., ge=1, le=LARGEST)]
"""The number of a record, in an address."""
Limit = Annotated[int, Query(USUAL_ROWS, ge=1, le=MOST_ROWS, description="How many rows at most.")]
FURTHER = "Where to go on: `next` of the page before."
_NUMBER = WithJsonSchema({"type": "integer", "minimum": 1, "maximum": LARGEST})
MaybeNumber = Annotated[int | None, _NUMBER]
"""A number that may be left out; as text, null is none."""
After = Annotated[MaybeNumber, Query(None, ge=1, le=LARGEST, description=FURTHER)]


@dataclass(frozen=True)
class OneOf:
    """Makes a text one of these."""

    values: Sequence[str]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> Any:
        return handler.generate_schema(Literal[tuple(self.values)])


class Given(BaseModel):
    """The body of a request: what it does not know is refused."""

    model_config = ConfigDict(extra="forbid")


def example(**body: Any) -> ConfigDict:
    """The settings of a body's model, with an example for the document."""
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [body]})
