"""What every model of a file is made of."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict


def as_list(value: object) -> object:
    """Let a single item stand for a list of one, as a person would write it."""
    return [value] if isinstance(value, str | dict) else value


Names = Annotated[tuple[str, ...], BeforeValidator(as_list)]


class Record(BaseModel):
    """A frozen record that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
