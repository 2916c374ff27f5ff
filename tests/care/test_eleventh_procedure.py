"""A clinic adds a procedure that nobody has thought of, by writing a file and nothing else."""

import shutil
from pathlib import Path

import pytest

from bot.clinics import read_house
from bot.protocols import drafts
from care.source import SourceError
from tests.care.conversation import CLINIC

EARS = """
procedure: ears
version: 1
name: Ear surgery
judged: {from: month 3, until: month 12, first_asked: month 3, revision_from: month 12, source: our surgeon, grade: P}
visits:
  - {id: bandage, on: day 7, what: Bandage off, source: our surgeon, grade: P}
stages:
  - {id: all, from: day 0, until: year 40, changing: The ears are settling., source: our surgeon, grade: P}
questions:
  safety: {use: safety}
  coping: {use: coping}
  result: {use: result}
check_ins:
  - {id: day_1, kind: recovery, on: day 1, ask: [safety, coping], source: our surgeon, grade: P}
  - {id: month_3, kind: satisfaction, on: month 3, ask: [result], source: our surgeon, grade: P}
red_flags:
  - use: breathing
  - {use: calf, until: week 8}
complaints:
  - {id: sides, label: The sides differ, source: our surgeon, grade: P}
options:
  - {id: revision, kind: surgical, label: A second operation, means: Again., cannot: Not everything.,
     who_decides: You., earliest: month 12, source: our surgeon, grade: P}
"""
OREJAS = """
review: {draft: true}
name: Cirugía de orejas
visits: {bandage: {what: Fuera el vendaje}}
stages: {all: {changing: Las orejas se están asentando.}}
complaints: {sides: {label: Los lados son distintos}}
options: {revision: {label: Otra operación, means: De nuevo., cannot: No todo., who_decides: Usted.}}
"""


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """A clinic's folder that speaks of ears."""
    folder = tmp_path / "rosa"
    shutil.copytree(CLINIC, folder)
    text = (folder / "clinic.yaml").read_text(encoding="utf-8")
    text = text.replace("  - rhinoplasty\n", "  - ears\n  - rhinoplasty\n", 1)
    text = text.replace("languages: [en, es, pt-BR, ru]", "languages: [en, es]", 1)
    (folder / "clinic.yaml").write_text(text, encoding="utf-8")
    (folder / "protocols" / "es").mkdir(parents=True)
    (folder / "protocols" / "ears.yaml").write_text(EARS, encoding="utf-8")
    (folder / "protocols" / "es" / "ears.yaml").write_text(OREJAS, encoding="utf-8")
    return folder


def test_a_new_procedure_is_a_file(clinic: Path) -> None:
    """Its check-ins are planned, common rows are taken in every language, and the draft is known to be one."""
    house = read_house(clinic)
    ears = house.practice.protocols["ears"]

    flags = {flag.id: str(flag.until) for flag in ears.red_flags}

    assert flags == {"breathing": "year 40", "calf": "week 8"}
    assert ears.questions["coping"].ask["es"] == "¿Cómo lo está llevando?"
    assert [step.id for step in ears.check_ins] == ["day_1", "month_3"]
    assert drafts("ears", clinic) == ("es",)


def test_a_text_that_is_missing_is_named(clinic: Path) -> None:
    """Nothing starts while a patient could meet a text in a language they did not choose."""
    (clinic / "protocols" / "es" / "ears.yaml").write_text(OREJAS.replace("name: Cirugía de orejas\n", ""))

    with pytest.raises(
        SourceError, match=r"ears.yaml:1: name: has no text in 'es', which clinic.yaml lists; write it in es/ears"
    ):
        read_house(clinic)
