"""YAML that people write, read into models, with errors that name file, line, path and what to write instead."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

TEXT_CHARS_MAX = 1_000_000  # a file larger than this is not a protocol that a person wrote


class Model(BaseModel):
    """A part of a file: frozen, and no key is accepted that we do not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to mend: where it is and what to write instead."""

    file: str
    line: int
    path: str
    what: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}"
        return f"{where}: {self.path}: {self.what}" if self.path else f"{where}: {self.what}"


class SourceError(Exception):
    """A file cannot be used as it stands; `problems` lists everything to mend."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Source:
    """A YAML text and its lines, kept so that a check made later can still say where."""

    file: str
    tree: CommentedMap

    def problem(self, path: Sequence[str | int], what: str) -> Problem:
        return Problem(file=self.file, line=_line(self.tree, path), path=_dotted(path), what=what)


def read_source(text: str, *, file: str) -> Source:
    """The YAML of a file, or SourceError for anything but one mapping without repeated keys."""
    if len(text) > TEXT_CHARS_MAX:
        raise SourceError([Problem(file=file, line=1, path="", what=f"longer than {TEXT_CHARS_MAX:,} characters")])
    yaml = YAML(typ="rt", pure=True)
    try:
        tree = yaml.load(text)
    except MarkedYAMLError as error:
        raise SourceError([_yaml_problem(error, file)]) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise SourceError([Problem(file=file, line=1, path="", what=f"not readable as YAML: {error}")]) from error
    if not isinstance(tree, CommentedMap):
        what = "expected `key: value` lines at the top; the file is empty or a list"
        raise SourceError([Problem(file=file, line=1, path="", what=what)])
    return Source(file, tree)


def parse(model: type[M], source: Source) -> M:
    """The model a source describes, or SourceError with one problem for each thing that is wrong."""
    try:
        return model.model_validate(plain(source.tree))
    except ValidationError as error:
        names = sorted(set(_field_names(model)))
        problems = [_problem(details, source, names) for details in error.errors()]
        raise SourceError(_unique(problems)) from error
    except RecursionError as error:
        raise SourceError([Problem(file=source.file, line=1, path="", what="nested too deeply")]) from error


def plain(value: Any) -> Any:
    """The same data without ruamel's own types."""
    if isinstance(value, Mapping):
        return {_key(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """`" (did you mean 'fever'?)"`, or the known words when they are few, or nothing."""
    close = difflib.get_close_matches(word, known, n=1)
    if close:
        return f" (did you mean '{close[0]}'?)"
    return f" (known: {', '.join(known)})" if 0 < len(known) <= 12 else ""


def _key(key: Any) -> Any:
    return key if isinstance(key, str | int) else str(key)


def _yaml_problem(error: MarkedYAMLError, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    what = " ".join(str(error.problem or error).split())
    return Problem(file=file, line=line, path="", what=f"not readable as YAML: {what}")


def _problem(details: Any, source: Source, names: Sequence[str]) -> Problem:
    path = _path_in(source.tree, details["loc"])
    what = str(details["msg"]).removeprefix("Value error, ")
    if details["type"] == "extra_forbidden":
        what = f"unknown key '{details['loc'][-1]}'" + did_you_mean(str(details["loc"][-1]), names)
    elif details["type"] == "missing":
        what = f"'{details['loc'][-1]}' is missing"
    elif not isinstance(details["input"], Mapping | list):
        what = f"{what} (found {details['input']!r})"
    return source.problem(path, what)


def _path_in(tree: Any, loc: Sequence[str | int]) -> tuple[str | int, ...]:
    """Pydantic's location without the names of union members, which stand in no file."""
    path: list[str | int] = []
    node = tree
    for number, part in enumerate(loc):
        step = _child(node, part)
        if step is _ABSENT:
            if number == len(loc) - 1:
                path.append(part)
            continue
        path.append(part)
        node = step
    return tuple(path)


_ABSENT = object()


def _child(node: Any, part: str | int) -> Any:
    if isinstance(node, Mapping):
        return node.get(part, _ABSENT)
    if isinstance(node, list) and isinstance(part, int) and part < len(node):
        return node[part]
    return _ABSENT


def _line(tree: Any, path: Sequence[str | int]) -> int:
    """The line (from 1) of the deepest part of the path that the file has."""
    line, node = 1, tree
    for part in path:
        if _child(node, part) is _ABSENT:
            break
        if isinstance(node, CommentedMap):
            line = node.lc.key(part)[0] + 1
        elif isinstance(node, CommentedSeq):
            line = node.lc.item(part)[0] + 1
        node = _child(node, part)
    return line


def _dotted(path: Sequence[str | int]) -> str:
    return ".".join(str(part) for part in path)


def _field_names(model: type[BaseModel]) -> Iterator[str]:
    seen: set[type[BaseModel]] = set()
    todo = [model]
    while todo:
        current = todo.pop()
        if current in seen:
            continue
        seen.add(current)
        for name, field in current.model_fields.items():
            yield field.alias or name
            todo.extend(_models_in(field.annotation))


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        return
    for argument in get_args(annotation):
        yield from _models_in(argument)


def _unique(problems: Sequence[Problem]) -> list[Problem]:
    return sorted(dict.fromkeys(problems), key=lambda problem: problem.line)
