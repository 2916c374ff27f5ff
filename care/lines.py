"""What is to be said, before it is put into a language: keys of the catalogue, or words a clinician wrote."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

PLACEHOLDERS = frozenset({"first_name", "clinic", "surgeon", "clinic_phone", "emergency_number"})
LABEL_CHARS_MAX = 60  # longer labels are cut on a narrow phone

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_LANGUAGE = re.compile(r"[a-z]{2}(-[A-Z]{2})?")


def _spoken(texts: object) -> object:
    """A bare text is the English one."""
    return {"en": texts} if isinstance(texts, str) else texts


def _check_texts(texts: dict[str, str]) -> dict[str, str]:
    if "en" not in texts:
        raise ValueError("write at least the English text, under `en`")
    for language, text in texts.items():
        if not _LANGUAGE.fullmatch(language):
            raise ValueError(f"'{language}' is no language code; write `en`, `es`, `pt-BR` …")
        if not text.strip():
            raise ValueError(f"the text in '{language}' is empty")
        for name in _PLACEHOLDER.findall(text):
            if name not in PLACEHOLDERS:
                known = ", ".join(f"{{{name}}}" for name in sorted(PLACEHOLDERS))
                raise ValueError(f"unknown placeholder {{{name}}}; known: {known}")
    return texts


def _check_label(texts: dict[str, str]) -> dict[str, str]:
    for language, text in texts.items():
        if len(text) > LABEL_CHARS_MAX:
            raise ValueError(f"the button in '{language}' has {len(text)} characters; at most {LABEL_CHARS_MAX} fit")
    return texts


# language -> text, English always there
Texts = Annotated[dict[str, str], BeforeValidator(_spoken), AfterValidator(_check_texts)]
Label = Annotated[Texts, AfterValidator(_check_label)]  # a button's words


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Words that a clinician wrote in a protocol or a clinic file, per language, with a fixed list of placeholders."""

    kind: Literal["written"] = "written"
    texts: Mapping[str, str]
    places: Mapping[str, str]  # what fills the placeholders here, before the reader's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Words of a person, said again exactly as they were."""

    kind: Literal["quoted"] = "quoted"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A date, shown as the reader's language writes it."""

    kind: Literal["day"] = "day"
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Instant:
    """A moment, shown in the reader's zone and language."""

    kind: Literal["instant"] = "instant"
    at: datetime
    only_time: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Words of the bot's own catalogue: a key and what fills its places."""

    kind: Literal["say"] = "say"
    key: str
    args: "Mapping[str, Fill]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Several short things in one line, with commas."""

    kind: Literal["listed"] = "listed"
    parts: "tuple[Say, ...]"


Line = Annotated[Say | Written | Quoted, Field(discriminator="kind")]
Fill = Annotated[Say | Written | Quoted | Day | Instant | Listed, Field(discriminator="kind")] | int | str


def say(key: str, /, **args: Fill | date) -> Say:
    """Words of the catalogue. Dates and moments are shown as the reader's language and zone have them."""
    return Say(key=key, args={name: _fill(value) for name, value in args.items()})


def _fill(value: Fill | date) -> Fill:
    if isinstance(value, datetime):
        return Instant(at=value)
    if isinstance(value, date):
        return Day(on=value)
    return value


def quoted(text: str) -> Quoted:
    return Quoted(text=text)


def written(texts: Mapping[str, str], *, surgeon: str | None = None) -> Written:
    """Words from a file; name the surgeon of the operation they speak about."""
    return Written(texts=texts, places={} if surgeon is None else {"surgeon": surgeon})


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One choice under a question: its id (in the callback data) and its words."""

    choice: str
    label: Line
    style: Literal["plain", "primary", "danger"] = "plain"


def button(choice: str, label: Line | None = None, *, style: Literal["plain", "primary", "danger"] = "plain") -> Button:
    """A button; without a label its words stand in the catalogue under `button-<choice>`."""
    return Button(choice=choice, label=label or say(f"button-{choice}"), style=style)
