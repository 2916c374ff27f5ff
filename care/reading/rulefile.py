"""The shape of a language's reading rules, as a clinician writes them in care/rules/<language>.yaml."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from care.reading.danger import Danger
from care.source import Model

Kind = Literal["danger", "crisis", "unhappy", "stop"]
Phrases = tuple[Annotated[str, StringConstraints(min_length=1)], ...]
RuleId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class DangerRow(Model):
    """One danger: fires when any one phrase is said, or one from each list of `all_of` within a few words."""

    id: RuleId
    level: Danger
    topic: str
    any: Phrases = ()
    all_of: tuple[Phrases, ...] = ()
    within: Annotated[int, Field(ge=2, le=40)] = 12
    not_with: Phrases = ()
    temperature_from: Annotated[float, Field(ge=37, le=42)] | None = None
    procedures: tuple[str, ...] = ()
    days: tuple[int, int] | None = None
    source: str
    grade: Literal["A", "B", "C", "D", "G", "P"]

    @model_validator(mode="after")
    def _says_something(self) -> "DangerRow":
        if not (self.any or self.all_of or self.temperature_from):
            raise ValueError("nothing would raise this; write `any`, `all_of` or `temperature_from`")
        if (self.level == "crisis") != self.id.startswith("crisis"):
            raise ValueError("rules of level crisis, and only those, have an id that begins with `crisis`")
        return self


class UnhappyRow(Model):
    """One way of being unhappy with the result or with the care; or, with an id that begins with `unsure`, of not
    knowing."""

    id: RuleId
    any: Phrases = ()
    all_of: tuple[Phrases, ...] = ()
    within: Annotated[int, Field(ge=2, le=40)] = 8
    not_with: Phrases = ()
    procedures: tuple[str, ...] = ()


class CueRow(Model):
    """Words beside a phrase that take its meaning away: no, what if, my sister, has stopped."""

    id: RuleId
    side: Literal["before", "after"]
    any: Phrases
    reach: Annotated[int, Field(ge=0, le=20)]
    across_commas: bool = False
    lists: bool = False
    alone: bool = False
    but_not: Phrases = ()
    only_with: Phrases = ()
    ends_at: Phrases = ()
    cancels: tuple[Kind, ...]


class StopRows(Model):
    """How a patient opts out: a sentence that is only this, or these words anywhere."""

    whole: Phrases
    polite: Phrases
    any: Phrases


class TemperatureRow(Model):
    """How temperatures are written in this language."""

    said_with: Phrases
    other_units: Phrases
    half: Phrases
    point: Phrases
    fahrenheit: Phrases


class RuleFile(Model):
    """Everything with which one language is read."""

    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    groups: dict[str, str]
    same: dict[str, Phrases]
    fillers: Phrases
    common: Phrases
    ordinary: Phrases
    list_words: Phrases
    temperature: TemperatureRow
    cues: tuple[CueRow, ...]
    danger: tuple[DangerRow, ...]
    unhappy: tuple[UnhappyRow, ...]
    stop: StopRows
