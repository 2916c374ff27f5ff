"""The catalogue: every key in every language, checked when it is loaded; and the rendering of lines."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel.core import Locale
from babel.dates import format_date, format_skeleton
from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from care.lines import Day, Fill, Instant, Line, Listed, Quoted, Say, Written
from messages.text import Text, clean, escaped

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
REFERENCE = "en"  # the language every other one is held against

_DATES_AS = {"en": "en-GB"}  # 12 May, which no reader takes for 5 December
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class CatalogError(Exception):
    """The words of a language are missing, extra, unreadable or have other placeholders than the English ones."""


class RenderError(Exception):
    """A line cannot be put into words; the turn is rolled back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads: language and zone, and what fills the placeholders in words that clinicians wrote."""

    language: str
    zone: ZoneInfo
    places: Mapping[str, str]


class Catalog:
    """The bot's own words. `load` refuses a catalogue with holes."""

    def __init__(self, bundles: Mapping[str, FluentBundle]) -> None:
        self._bundles = bundles

    @classmethod
    def load(cls, languages: Iterable[str], *, overrides: Mapping[str, str] | None = None) -> "Catalog":
        """The shipped words of these languages, with a clinic's own in place of some. CatalogError names each hole."""
        reference = _messages(_shipped(REFERENCE), f"{REFERENCE}.ftl")
        bundles = {}
        problems: list[str] = []
        for language in dict.fromkeys((*languages, REFERENCE)):
            text, own = _shipped(language), (overrides or {}).get(language, "")
            problems += _holes(language, text, reference)
            problems += _strangers(language, own, reference)
            bundles[language] = _bundle(language, text, own)
        if problems:
            raise CatalogError("\n".join(problems))
        return cls(bundles)

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self._bundles)

    def render(self, lines: Line | Sequence[Line], reader: Reader) -> Text:
        """The lines as paragraphs, in the reader's language, zone and direction."""
        parts = [lines] if isinstance(lines, Say | Written | Quoted) else lines
        return Text(escaped("\n\n".join(self._line(part, reader) for part in parts)))

    def words(self, line: Line, reader: Reader) -> str:
        """One line as plain words: a button's label."""
        return clean(self._line(line, reader))

    def _line(self, line: Line, reader: Reader) -> str:
        match line:
            case Say():
                return self._say(line, reader)
            case Written():
                text = line.texts.get(reader.language) or line.texts[REFERENCE]
                places = {**reader.places, **line.places}
                return _PLACEHOLDER.sub(lambda found: places.get(found[1], found[0]), text)
            case Quoted():
                return line.text

    def _say(self, said: Say, reader: Reader) -> str:
        bundle = self._bundles.get(reader.language) or self._bundles[REFERENCE]
        pattern = bundle.get_message(said.key).value if bundle.has_message(said.key) else None
        if pattern is None:
            raise RenderError(f"no words for '{said.key}'")
        args = {name: self._fill(value, reader) for name, value in said.args.items()}
        text, errors = bundle.format_pattern(pattern, args)
        if errors:
            raise RenderError(f"'{said.key}' in '{reader.language}': {errors}")
        return str(text)

    def _fill(self, value: Fill, reader: Reader) -> str | int:
        match value:
            case Say() | Written() | Quoted():
                return self._line(value, reader)
            case Listed(parts=parts):
                return ", ".join(self._say(part, reader) for part in parts)
            case Day(on=on):
                return day_words(on, reader.language)
            case Instant(at=at, only_time=True):
                return f"{at.astimezone(reader.zone):%H:%M}"
            case Instant(at=at):
                return instant_words(at, reader)
            case _:
                return value


def day_words(on: date, language: str) -> str:
    """`12 May 2026`, as the language writes it."""
    return format_date(on, format="long", locale=_locale(language))


def instant_words(at: datetime, reader: Reader) -> str:
    """`Tuesday 12 May, 18:00`, in the reader's zone and as the language writes it."""
    local = at.astimezone(reader.zone)
    return f"{format_skeleton('MMMMEEEEd', local, locale=_locale(reader.language))}, {local:%H:%M}"


def shipped_languages() -> tuple[str, ...]:
    """The languages that have words of the bot's own."""
    names = (entry.name for entry in files("messages").joinpath("texts").iterdir())
    return tuple(sorted(name.removesuffix(".ftl") for name in names if name.endswith(".ftl")))


def _locale(language: str) -> Locale:
    return Locale.parse(_DATES_AS.get(language, language), sep="-")


def _shipped(language: str) -> str:
    found = files("messages").joinpath("texts", f"{language}.ftl")
    if not found.is_file():
        known = ", ".join(shipped_languages())
        raise CatalogError(f"languages: the bot has no words in '{language}' (known: {known})")
    return found.read_text(encoding="utf-8")


def _bundle(language: str, *texts: str) -> FluentBundle:
    bundle = FluentBundle([language, REFERENCE], use_isolating=language.split("-")[0] in RIGHT_TO_LEFT)
    for text in texts:
        bundle.add_resource(_parsed(text), allow_overrides=True)
    return bundle


def _holes(language: str, text: str, reference: Mapping[str, frozenset[str]]) -> Iterator[str]:
    own = _messages(text, f"{language}.ftl")
    yield from (f"{language}.ftl: '{key}' is missing" for key in reference if key not in own)
    yield from _strangers(language, text, reference)


def _strangers(language: str, text: str, reference: Mapping[str, frozenset[str]]) -> Iterator[str]:
    for key, places in _messages(text, f"{language}.ftl").items():
        if key not in reference:
            yield f"{language}.ftl: nothing says '{key}'; take it out"
        elif not places <= reference[key]:
            extra = ", ".join(sorted(places - reference[key]))
            yield f"{language}.ftl: '{key}' has no place for {extra}"


@cache
def _parsed(text: str) -> ast.Resource:
    """A Fluent text as a tree; kept, for parsing is most of what loading a clinic takes."""
    return FluentParser().parse(text)


@cache
def _messages(text: str, file: str) -> Mapping[str, frozenset[str]]:
    """Each key of a Fluent text with the names of its places."""
    messages: dict[str, frozenset[str]] = {}
    for entry in _parsed(text).body:
        if isinstance(entry, ast.Junk):
            what = " ".join((entry.content or "").split())[:60]
            raise CatalogError(f"{file}: not readable as Fluent near '{what}'")
        if isinstance(entry, ast.Message):
            places = _Places()
            places.visit(entry)
            messages[entry.id.name] = frozenset(places.names)
    return messages


class _Places(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802  # Fluent's own name
        self.names.add(node.id.name)
