"""Finds a body temperature in a text: 38.6, 39,2, 39 and a half, 101.8 F, 102F, 392."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from care.reading.phrasebook import Span
from care.reading.words import Word

_NUMBER: Final = re.compile(r"\d{1,4}(?:[.,]\d{1,2})?")
_PRICE: Final = re.compile(r"\d+[.,]\d\d+")
_CONTEXT_WORDS: Final = 6  # "fever since last night, it is now 39"
_CELSIUS: Final = (34.0, 43.0)
_FAHRENHEIT: Final = (94.0, 110.0)
_FORGOTTEN_POINT: Final = (340.0, 430.0)  # 392 is 39.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Thermometer:
    """The words with which a language speaks of temperature."""

    said_with: frozenset[str]
    other_units: frozenset[str]
    half: frozenset[tuple[str, ...]]
    point: frozenset[str]
    fahrenheit: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A temperature and where it was said."""

    celsius: float
    span: Span


def measured(words: tuple[Word, ...], thermometer: Thermometer) -> Iterator[Measured]:
    """Each temperature of the text. A number beside kilos, weeks or euros is none; a bare whole number needs a word
    of temperature near it, unless it is a whole sentence."""
    for at, word in enumerate(words):
        if not _NUMBER.fullmatch(word.text):
            continue
        value, stop = _value(words, at, thermometer)
        celsius = _celsius(words, at, stop, value, thermometer)
        if celsius is not None:
            yield Measured(celsius=celsius, span=Span(start=at, stop=stop))


def _value(words: tuple[Word, ...], at: int, thermometer: Thermometer) -> tuple[float, int]:
    value = float(words[at].text.replace(",", "."))
    after = [word.text for word in words[at + 1 : at + 4]]
    for half in thermometer.half:
        if tuple(after[: len(half)]) == half:
            return value + 0.5, at + 1 + len(half)
    if len(after) > 1 and after[0] in thermometer.point and after[1].isdecimal() and len(after[1]) == 1:
        return value + int(after[1]) / 10, at + 3
    if after and after[0].isdecimal() and len(after[0]) == 1 and value == int(value):
        return value + int(after[0]) / 10, at + 2
    return value, at + 1


def _celsius(words: tuple[Word, ...], at: int, stop: int, value: float, thermometer: Thermometer) -> float | None:
    following = words[stop].text if stop < len(words) and words[stop].clause == words[at].clause else ""
    before = words[at - 1].text if at and words[at - 1].clause == words[at].clause else ""
    if following in thermometer.other_units or before in thermometer.other_units:
        return None
    alone = all(word.sentence != words[at].sentence for word in words[at - 1 : at] + words[stop : stop + 1])
    if not (alone or _spoken_of(words, at, stop, thermometer) or _looks_measured(words[at].text, value)):
        return None
    if following in thermometer.fahrenheit or _within(value, _FAHRENHEIT):
        return (value - 32) * 5 / 9 if _within(value, _FAHRENHEIT) else None
    if _within(value, _FORGOTTEN_POINT):
        return value / 10
    return value if _within(value, _CELSIUS) else None


def _spoken_of(words: tuple[Word, ...], at: int, stop: int, thermometer: Thermometer) -> bool:
    near = words[max(0, at - _CONTEXT_WORDS) : at] + words[stop : stop + _CONTEXT_WORDS]
    return any(word.text in thermometer.said_with for word in near)


def _looks_measured(text: str, value: float) -> bool:
    """39.9 may be a fever; 39.90 is a price."""
    return value != int(value) and 37.5 <= value <= _CELSIUS[1] and _PRICE.fullmatch(text) is None


def _within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value < limits[1]
