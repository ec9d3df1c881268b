"""The configuration: one TOML file, every setting with a default, all mistakes reported at once."""

from datetime import time
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Section(BaseModel):
    """A table of the file: unknown settings are mistakes, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)
