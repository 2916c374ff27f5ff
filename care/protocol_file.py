"""A protocol's file made whole: rows taken from the common file, and its words in every language."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import Field

from care.protocol import CheckIn, Id, Protocol, Question, RedFlag
from care.protocol_check import problems_in
from care.source import Model, Problem, Source, SourceError, did_you_mean, parse, read_source

TAKEN = ("questions", "check_ins", "red_flags")  # the parts of which a protocol may take common rows
REFERENCE = "en"  # the language that stands in the protocol's own file

_HEAD = "review"  # the only key of a file of translations that is no text
_NAMED_BY = ("id", "option")  # what a row of a list is called in a translation


class Common(Model):
    """The rows that are the same after every operation. A protocol takes one with `use:` and may change any part."""

    questions: dict[Id, Question] = Field(default_factory=dict)
    check_ins: tuple[CheckIn, ...] = ()
    red_flags: tuple[RedFlag, ...] = ()


class Review(Model):
    """Who has read a translation. A draft waits for a clinician who speaks the language."""

    draft: bool = False
    reviewed_by: str | None = None
    reviewed_on: date | None = None


class Translation:
    """A file with the words of one language: the same tree as the protocol's, lists keyed by the ids of their rows."""

    def __init__(self, text: str, *, file: str, language: str) -> None:
        self.language = language
        self.source = read_source(text, file=file)
        self.words = {key: value for key, value in self.source.tree.items() if key != _HEAD}
        self.review = _review(self.source)


def _review(source: Source) -> Review:
    head = source.tree.get(_HEAD, {})
    return parse(Review, Source(source.file, head if isinstance(head, Mapping) else {_HEAD: head}, source.node))


def read_common(text: str, *, file: str, translations: Sequence[Translation] = ()) -> Source:
    """The common rows with their words. Raises SourceError."""
    source = _spoken(read_source(text, file=file), translations)
    parse(Common, source)
    return source


def read_protocol(
    text: str, *, file: str, common: Source | None = None, translations: Sequence[Translation] = ()
) -> Protocol:
    """The protocol a file describes, or SourceError naming every line to mend."""
    whole = _spoken(_taken(read_source(text, file=file), common), translations)
    protocol = parse(Protocol, whole)
    problems = sorted(problems_in(protocol, whole), key=lambda problem: problem.line)
    if problems:
        raise SourceError(problems)
    return protocol


def _taken(source: Source, common: Source | None) -> Source:
    """Each row that says `use: …` filled from the common row of that name; what the row says itself goes first."""
    tree = dict(source.tree)
    problems: list[Problem] = []
    for part in TAKEN:
        rows = common.tree.get(part, {}) if common else {}
        known = _by_name(rows)
        if isinstance(own := tree.get(part), dict):
            tree[part] = {id_: _use(row, known, source, (part, id_), problems) for id_, row in own.items()}
        elif isinstance(own, list):
            tree[part] = [_use(row, known, source, (part, number), problems) for number, row in enumerate(own)]
    if problems:
        raise SourceError(problems)
    return Source(source.file, tree, source.node)


def _use(
    row: Any, known: Mapping[str, Any], source: Source, path: tuple[str | int, ...], problems: list[Problem]
) -> Any:
    if not isinstance(row, dict) or "use" not in row:
        return row
    if row["use"] not in known:
        hint = did_you_mean(str(row["use"]), sorted(known))
        problems.append(source.problem((*path, "use"), f"no common row '{row['use']}'{hint}"))
        return row
    return {**known[row["use"]], **{key: value for key, value in row.items() if key != "use"}}


def _spoken(source: Source, translations: Sequence[Translation]) -> Source:
    """The tree with each translated text beside the English one."""
    tree: Any = source.tree
    problems: list[Problem] = []
    for translation in translations:
        tree = _with_words(tree, translation.words, (), translation, problems)
    if problems:
        raise SourceError(problems)
    return Source(source.file, tree, source.node)


def _with_words(
    value: Any, words: Any, path: tuple[str | int, ...], translation: Translation, problems: list[Problem]
) -> Any:
    if isinstance(words, str):
        if isinstance(value, str):
            return {REFERENCE: value, translation.language: words}
        if isinstance(value, dict) and REFERENCE in value:
            return {**value, translation.language: words}
        problems.append(translation.source.problem(path, "translates something that is not a text"))
        return value
    if isinstance(words, dict) and isinstance(value, dict) and REFERENCE not in value:
        return {**value, **dict(_children(value, words, path, translation, problems))}
    if isinstance(words, dict) and isinstance(value, list):
        known = _by_name(value)
        told = dict(_children(known, words, path, translation, problems))
        return [told.get(name, row) for name, row in zip(_names(value), value, strict=True)]
    problems.append(translation.source.problem(path, "write the text here, as the protocol does"))
    return value


def _children(
    known: Mapping[Any, Any],
    words: Mapping[Any, Any],
    path: tuple[str | int, ...],
    translation: Translation,
    problems: list[Problem],
) -> Iterator[tuple[Any, Any]]:
    for name, inner in words.items():
        here = (*path, name)
        if name in known:
            yield name, _with_words(known[name], inner, here, translation, problems)
        else:
            hint = did_you_mean(str(name), [str(one) for one in known])
            problems.append(translation.source.problem(here, f"the protocol has no '{name}' here{hint}"))


def _by_name(rows: Any) -> dict[str, Any]:
    """The rows of a list by their names; a mapping is that already."""
    if isinstance(rows, Mapping):
        return dict(rows)
    return {name: row for name, row in zip(_names(rows), rows, strict=True) if name is not None}


def _names(rows: Sequence[Any]) -> list[Any]:
    return [next((row[key] for key in _NAMED_BY if key in row), None) for row in rows]
