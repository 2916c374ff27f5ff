"""`aftercare preview --html`: a file that a browser opens, or a clear word about why not."""

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.__main__ import app


def _preview(*words: str) -> Result:
    return CliRunner().invoke(app, ["preview", "rhinoplasty", "--surgery", "2026-03-02", *words])


def test_the_page_is_written(tmp_path: Path) -> None:
    """One file, named on the way out, in the language asked for."""
    file = tmp_path / "nose.html"

    result = _preview("--html", str(file), "--language", "es", "--hour", "20:15")

    page = file.read_text(encoding="utf-8")
    assert result.exit_code == 0
    assert str(file) in result.stdout.replace("\n", "")
    assert page.startswith("<!DOCTYPE html>")
    assert "Cirugía de nariz" in page
    assert "20:15" in page


def test_the_clinic_s_own_protocol_and_words_are_drawn(tmp_path: Path) -> None:
    """With a clinic's folder, what it changed stands on the page."""
    CliRunner().invoke(app, ["init", str(tmp_path / "clinic")])
    file = tmp_path / "clinic" / "protocols" / "rhinoplasty.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("label: A bump is left", "label: A hump of our own"), encoding="utf-8")

    result = _preview("--html", str(tmp_path / "own.html"), "--clinic", str(tmp_path / "clinic"))

    assert result.exit_code == 0
    assert "A hump of our own" in (tmp_path / "own.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing/page.html", "there is no folder"),
        ("clinic.yaml", "ends in .html"),
        ("taken.html", "cannot be written"),
    ],
)
def test_a_path_that_cannot_be_written_is_refused(tmp_path: Path, name: str, said: str) -> None:
    """A folder that is not there, a file that is no page, a folder in its place: what to do instead, no traceback."""
    (tmp_path / "taken.html").mkdir()
    (tmp_path / "clinic.yaml").write_text("id: rosa", encoding="utf-8")

    result = _preview("--html", str(tmp_path / name))

    assert result.exit_code == 2
    assert "--html" in result.stderr
    assert said in result.stderr
    assert (tmp_path / "clinic.yaml").read_text(encoding="utf-8") == "id: rosa"
