"""YAML that people write, read into models, with errors that name file, line, path and what to write instead."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

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
    """A YAML text: its data, and its nodes, which know their lines, so that a check made later can still say where."""

    file: str
    tree: Mapping[Any, Any]
    node: Node

    def problem(self, path: Sequence[str | int], what: str) -> Problem:
        return Problem(file=self.file, line=_line(self.node, path), path=_dotted(path), what=what)


def read_source(text: str, *, file: str) -> Source:
    """The YAML of a file, or SourceError for anything but one mapping without repeated keys."""
    if len(text) > TEXT_CHARS_MAX:
        raise SourceError([Problem(file=file, line=1, path="", what=f"longer than {TEXT_CHARS_MAX:,} characters")])
    try:
        node = YAML(typ="safe").compose(text)  # nodes, not data: they know their lines
        tree = _built(node, file) if isinstance(node, MappingNode) else None
    except MarkedYAMLError as error:
        raise SourceError([_yaml_problem(error, file)]) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise SourceError([Problem(file=file, line=1, path="", what=f"not readable as YAML: {error}")]) from error
    if tree is None:
        what = "expected `key: value` lines at the top; the file is empty or a list"
        raise SourceError([Problem(file=file, line=1, path="", what=what)])
    return Source(file, tree, node)


def parse(model: type[M], source: Source) -> M:
    """The model a source describes, or SourceError with one problem for each thing that is wrong."""
    try:
        return model.model_validate(source.tree)
    except ValidationError as error:
        names = sorted(set(_field_names(model)))
        problems = [_problem(details, source, names) for details in error.errors()]
        raise SourceError(_unique(problems)) from error
    except RecursionError as error:
        raise SourceError([Problem(file=source.file, line=1, path="", what="nested too deeply")]) from error


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """`" (did you mean 'fever'?)"`, or the known words when they are few, or nothing."""
    close = difflib.get_close_matches(word, known, n=1)
    if close:
        return f" (did you mean '{close[0]}'?)"
    return f" (known: {', '.join(known)})" if 0 < len(known) <= 12 else ""


def _built(node: Node, file: str) -> Any:
    """The data of a node. YAML 1.2 as people write it: dates are dates, and no key stands twice."""
    match node:
        case MappingNode():
            return _mapping(node, file)
        case SequenceNode():
            return [_built(item, file) for item in node.value]
        case _:
            return _scalar(node)


def _mapping(node: MappingNode, file: str) -> dict[Any, Any]:
    data: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = _scalar(key_node) if isinstance(key_node, ScalarNode) else str(key_node.value)
        key = key if isinstance(key, str | int) else str(key)
        if key in data:
            line = key_node.start_mark.line + 1
            raise SourceError([Problem(file=file, line=line, path="", what=f"the key '{key}' stands here twice")])
        data[key] = _built(value_node, file)
    return data


def _scalar(node: Node) -> Any:
    kind, text = str(node.tag).rpartition(":")[2], node.value
    match kind:
        case "null":
            return None
        case "bool":
            return text.casefold() == "true"
        case "int" if text.lstrip("+-").isdecimal():
            return int(text)
        case "float":
            return float(text.replace("_", ""))
        case "timestamp":
            return _date(text)
        case _:
            return text


def _date(text: str) -> date | str:
    """A date, or the text when it is none: the model that wants a date says so, with its line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


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


def _line(node: Node, path: Sequence[str | int]) -> int:
    """The line (from 1) of the deepest part of the path that the file has."""
    line = 1
    for part in path:
        step = _step(node, part)
        if step is None:
            break
        where, node = step
        line = where.start_mark.line + 1
    return line


def _step(node: Node, part: str | int) -> tuple[Node, Node] | None:
    """Where a part of a path stands, and what it leads to."""
    if isinstance(node, MappingNode):
        return next(((key, value) for key, value in node.value if _scalar(key) == part), None)
    if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    return None


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
