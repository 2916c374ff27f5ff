"""A language's reading rules, checked and made ready: load them once, read with them for ever."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from typing import Final, NamedTuple

from care.reading.cues import Cue
from care.reading.danger import Danger
from care.reading.phrase import Phrase, PhraseError, Phrases, parse_phrase
from care.reading.phrasebook import Phrasebook
from care.reading.rulefile import CueRow, DangerRow, RuleFile, TemperatureRow, UnhappyRow
from care.reading.temperature import Thermometer
from care.reading.words import fold, split
from care.source import Problem, Source, SourceError, parse, read_source

LANGUAGES: Final = ("en", "es", "pt", "ru")

Spellings = Mapping[tuple[str, ...], str]
_Read = Callable[[str], Phrases]  # a phrase of the rules, made ready


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule made ready: what is said, with what, after which operations and on which days."""

    id: str
    level: Danger | None
    any: tuple[Phrase, ...]
    all_of: tuple[tuple[Phrase, ...], ...]
    within: int
    not_with: tuple[Phrase, ...]
    temperature_from: float | None
    procedures: frozenset[str]
    days: tuple[int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOut:
    """How a patient says that the messages shall stop."""

    whole: frozenset[str]
    polite: frozenset[str]
    any: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Rules:
    """Everything with which one language is read. `load_rules` makes it."""

    language: str
    spellings: Spellings
    book: Phrasebook
    cues: tuple[Cue, ...]
    list_words: frozenset[str]
    common_words: frozenset[str]  # which tell this language from the others
    denials: frozenset[str]  # single words that take the meaning of what follows
    danger: tuple[Rule, ...]
    unhappy: tuple[Rule, ...]
    opt_out: OptOut
    thermometer: Thermometer


@cache
def load_rules(language: str) -> Rules:
    """The rules that ship for a language; parsed once in a process, for that takes about a second."""
    name = f"{language}.yaml"
    if language not in LANGUAGES:
        what = f"no reading rules for {language!r}; write one of {', '.join(LANGUAGES)}"
        raise SourceError([Problem(file=name, line=1, path="language", what=what)])
    return read_rules((files("care") / "rules" / name).read_text(encoding="utf-8"), file=f"care/rules/{name}")


def read_rules(text: str, *, file: str) -> Rules:
    """The rules of a YAML text, or SourceError with every line that must be mended."""
    source = read_source(text, file=file)
    row = parse(RuleFile, source)
    spellings = _spellings(row)
    phrase = cache(partial(parse_phrase, groups=row.groups, spellings=spellings))
    problems = [*_repeated(row, source), *_misspelt(row, source, phrase)]
    if problems:
        raise SourceError(problems)
    return _rules(row, phrase, spellings)


def _sections(row: RuleFile) -> tuple[tuple[str, tuple[CueRow | DangerRow | UnhappyRow, ...]], ...]:
    return (("cues", row.cues), ("danger", row.danger), ("unhappy", row.unhappy))


def _repeated(row: RuleFile, source: Source) -> Iterator[Problem]:
    seen: set[str] = set()
    for section, rows in _sections(row):
        for number, each in enumerate(rows):
            if each.id in seen:
                yield source.problem((section, number, "id"), f"the id {each.id!r} is taken; write another one")
            seen.add(each.id)


class _Place(NamedTuple):
    path: tuple[str | int, ...]
    phrase: str


def _misspelt(row: RuleFile, source: Source, phrase: _Read) -> Iterator[Problem]:
    for place in _places(row):
        try:
            phrase(place.phrase)
        except PhraseError as error:
            yield source.problem(place.path, str(error))


def _places(row: RuleFile) -> Iterator[_Place]:
    for section, rows in _sections(row):
        for number, each in enumerate(rows):
            for name in ("any", "not_with", "but_not", "only_with", "ends_at"):
                for at, phrase in enumerate(getattr(each, name, ())):
                    yield _Place((section, number, name, at), phrase)
            for part, phrases in enumerate(getattr(each, "all_of", ())):
                for at, phrase in enumerate(phrases):
                    yield _Place((section, number, "all_of", part, at), phrase)
    for at, phrase in enumerate(row.stop.any):
        yield _Place(("stop", "any", at), phrase)


def _spellings(row: RuleFile) -> dict[tuple[str, ...], str]:
    return {
        tuple(word.text for word in split(other)): fold(one) for one, others in row.same.items() for other in others
    }


def _rules(row: RuleFile, phrase: _Read, spellings: Spellings) -> Rules:
    return Rules(
        language=row.language,
        spellings=spellings,
        book=Phrasebook(
            [each for place in _places(row) for each in phrase(place.phrase)],
            fillers=[fold(word) for word in row.fillers],
            ordinary=[fold(word) for word in row.ordinary],
        ),
        cues=tuple(_cue(each, phrase) for each in row.cues),
        list_words=frozenset(row.list_words),
        common_words=frozenset(map(fold, row.common)),
        denials=frozenset(
            fold(each)
            for cue in row.cues
            if cue.side == "before" and "danger" in cue.cancels
            for each in cue.any
            if each.isalpha()
        ),
        danger=tuple(_rule(each, phrase) for each in row.danger),
        unhappy=tuple(_rule(each, phrase) for each in row.unhappy),
        opt_out=OptOut(
            whole=frozenset(map(fold, row.stop.whole)),
            polite=frozenset(map(fold, row.stop.polite)),
            any=_flat(phrase, row.stop.any),
        ),
        thermometer=_thermometer(row.temperature),
    )


def _flat(phrase: _Read, lines: Iterable[str]) -> Phrases:
    return tuple(each for line in lines for each in phrase(line))


def _cue(row: CueRow, phrase: _Read) -> Cue:
    return Cue(
        id=row.id,
        side=row.side,
        any=_flat(phrase, row.any),
        reach=row.reach,
        across_commas=row.across_commas,
        lists=row.lists,
        alone=row.alone,
        but_not=_flat(phrase, row.but_not),
        only_with=_flat(phrase, row.only_with),
        ends_at=_flat(phrase, row.ends_at),
        cancels=frozenset(row.cancels),
    )


def _rule(row: DangerRow | UnhappyRow, phrase: _Read) -> Rule:
    danger = row if isinstance(row, DangerRow) else None
    return Rule(
        id=row.id,
        level=danger.level if danger else None,
        any=_flat(phrase, row.any),
        all_of=tuple(_flat(phrase, phrases) for phrases in row.all_of),
        within=row.within,
        not_with=_flat(phrase, row.not_with),
        temperature_from=danger.temperature_from if danger else None,
        procedures=frozenset(row.procedures),
        days=danger.days if danger else None,
    )


def _thermometer(row: TemperatureRow) -> Thermometer:
    return Thermometer(
        said_with=frozenset(map(fold, row.said_with)),
        other_units=frozenset(map(fold, row.other_units)),
        half=frozenset(tuple(fold(half).split()) for half in row.half),
        point=frozenset(map(fold, row.point)),
        fahrenheit=frozenset(map(fold, row.fahrenheit)),
    )
