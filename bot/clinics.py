"""A clinic's folder, read whole: clinic.yaml, protocols/*.yaml, texts/*.ftl. Nothing starts on a broken one."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from bot.protocols import drafts, read_protocol_named
from care.clinic import Clinic, read_clinic
from care.practice import Practice
from care.protocol import Protocol
from care.source import Problem, SourceError
from care.triage import load_rules
from messages import Catalog, CatalogError
from storage.house import House


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something that does not stop the clinic and should be seen to."""

    file: str
    what: str


def rule_languages() -> tuple[str, ...]:
    """The languages in which free text can be read for danger."""
    names = (entry.name for entry in files("care").joinpath("rules").iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


def find_clinics(folder: Path) -> tuple[Path, ...]:
    """The folder itself when it is a clinic's, else each clinic's folder in it. SourceError when there is none."""
    if (folder / "clinic.yaml").is_file():
        return (folder,)
    found = tuple(sorted(path.parent for path in folder.glob("*/clinic.yaml")))
    if not found:
        what = f"there is no clinic.yaml here; write a folder to start from with `aftercare init {folder}`"
        raise SourceError([Problem(file=str(folder / "clinic.yaml"), line=1, path="", what=what)])
    return found


def read_house(folder: Path) -> House:
    """Everything in the folder, or SourceError naming each line to mend, over all files."""
    clinic = _clinic(folder)
    problems: list[Problem] = []
    protocols: dict[str, Protocol] = {}
    for name in clinic.protocols:
        try:
            protocols[name] = read_protocol_named(name, folder)
        except SourceError as error:
            problems += error.problems
    problems += [problem for name in protocols for problem in _missing_languages(protocols[name], clinic, name)]
    if problems:
        raise SourceError(problems)
    return House(practice=_practice(clinic, protocols), catalog=_catalog(folder, clinic))


def the_house(folder: Path, clinic: str | None) -> House:
    """The house of the clinic with this id; without one, of the only clinic. Raises SourceError."""
    houses = [read_house(place) for place in find_clinics(folder)]
    wanted = [house for house in houses if clinic in (None, house.practice.clinic.id)]
    if len(wanted) != 1:
        known = ", ".join(house.practice.clinic.id for house in houses)
        what = f"write --clinic with one of: {known}"
        raise SourceError([Problem(file=str(folder), line=1, path="", what=what)])
    return wanted[0]


def remarks(house: House, folder: Path) -> Iterator[Remark]:
    """What a clinic should see to before patients meet it: above all, rows that nobody has signed."""
    for name, protocol in house.practice.protocols.items():
        unsigned = [flag.id for flag in protocol.red_flags if not (flag.reviewed_by and flag.reviewed_on)]
        if unsigned:
            listed = ", ".join(unsigned)
            yield Remark(file=name, what=f"red flags that nobody has signed (reviewed_by, reviewed_on): {listed}")
        unread = [language for language in drafts(name, folder) if language in house.practice.clinic.languages]
        if unread:
            what = f"its words are a draft that no native clinician has reviewed: {', '.join(unread)}"
            yield Remark(file=name, what=what)
    for person in house.practice.clinic.surgeons:
        if all(person != staff.name for staff in house.practice.clinic.staff):
            yield Remark(file="clinic.yaml", what=f"surgeon '{person}' is not on the staff list, so gets no alerts")


def _clinic(folder: Path) -> Clinic:
    path = folder / "clinic.yaml"
    try:
        return read_clinic(path.read_text(encoding="utf-8"), file=str(path))
    except FileNotFoundError as error:
        what = f"there is no clinic.yaml here; write a folder to start from with `aftercare init {folder}`"
        raise SourceError([Problem(file=str(path), line=1, path="", what=what)]) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError([Problem(file=str(path), line=1, path="", what=f"cannot be read: {error}")]) from error


def _missing_languages(protocol: Protocol, clinic: Clinic, name: str) -> Iterator[Problem]:
    for path, texts in protocol.texts():
        for language in clinic.languages:
            if language not in texts:
                what = f"has no text in '{language}', which clinic.yaml lists; write it in {language}/{name}.yaml"
                yield Problem(file=f"{name}.yaml", line=1, path=path, what=what)


def _practice(clinic: Clinic, protocols: dict[str, Protocol]) -> Practice:
    spoken = dict.fromkeys((*(language.split("-")[0] for language in clinic.languages), "en"))
    rules = tuple(load_rules(language) for language in spoken if language in rule_languages())
    return Practice(clinic=clinic, protocols=protocols, rules=rules)


def _catalog(folder: Path, clinic: Clinic) -> Catalog:
    own = {path.stem: path.read_text(encoding="utf-8") for path in sorted((folder / "texts").glob("*.ftl"))}
    try:
        return Catalog.load(clinic.languages, overrides=own)
    except CatalogError as error:
        file = str(folder / "texts")
        problems = [Problem(file=file, line=1, path="", what=line) for line in str(error).splitlines()]
        raise SourceError(problems) from error
