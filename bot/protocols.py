"""Where protocols and their words are found: a clinic's own folder first, then what ships with the product."""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from care.protocol import Protocol
from care.protocol_file import Translation, read_common, read_protocol
from care.source import Problem, SourceError, did_you_mean

COMMON = "common"  # the file of rows that protocols share


def shipped_protocols() -> tuple[str, ...]:
    """The procedures that come with the product."""
    return tuple(sorted(name for name in _names(_shipped()) if name != COMMON))


def read_protocol_named(name: str, folder: Path | None = None) -> Protocol:
    """The clinic's own protocol of that name, else the shipped one; in every language there is. Raises SourceError."""
    place = _place(name, folder)
    if place is None:
        what = f"no protocol '{name}' here or among the shipped ones{did_you_mean(name, shipped_protocols())}"
        file = str(folder / "clinic.yaml") if folder else "protocols"
        raise SourceError([Problem(file=file, line=1, path="protocols", what=what)])
    shared = _own(folder) if folder and _own(folder).joinpath(f"{COMMON}.yaml").is_file() else _shipped()
    common = read_common(
        _text(shared, COMMON), file=_file(shared, COMMON), translations=tuple(_translations(shared, COMMON))
    )
    return read_protocol(
        _text(place, name),
        file=_file(place, name),
        common=common,
        translations=tuple(_translations(place, name)),
    )


def drafts(name: str, folder: Path | None = None) -> tuple[str, ...]:
    """The languages in which this protocol's words have not been reviewed by a clinician who speaks them."""
    place = _place(name, folder)
    return tuple(one.language for one in _translations(place, name) if one.review.draft) if place else ()


def _place(name: str, folder: Path | None) -> Traversable | None:
    places: tuple[Traversable, ...] = (_own(folder), _shipped()) if folder else (_shipped(),)
    if name == COMMON:
        return None
    return next((place for place in places if place.joinpath(f"{name}.yaml").is_file()), None)


def _own(folder: Path) -> Path:
    return folder / "protocols"


def _shipped() -> Traversable:
    return files("care").joinpath("protocols")


def _names(place: Traversable) -> Iterator[str]:
    return (entry.name.removesuffix(".yaml") for entry in place.iterdir() if entry.name.endswith(".yaml"))


def _translations(place: Traversable, name: str) -> Iterator[Translation]:
    """`es/rhinoplasty.yaml` beside `rhinoplasty.yaml`, and so on for each language that has it."""
    for entry in sorted(place.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.joinpath(f"{name}.yaml").is_file():
            yield Translation(_text(entry, name), file=_file(entry, f"{name}", beside=entry.name), language=entry.name)


def _text(place: Traversable, name: str) -> str:
    path = place.joinpath(f"{name}.yaml")
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem(file=_file(place, name), line=1, path="", what=f"cannot be read: {error}")
        raise SourceError([problem]) from error


def _file(place: Traversable, name: str, *, beside: str | None = None) -> str:
    """How messages name the file; a shipped one is said to be that."""
    shipped = str(place).startswith(str(_shipped()))
    return f"{f'{beside}/' if beside else ''}{name}.yaml (shipped)" if shipped else str(place.joinpath(f"{name}.yaml"))
