"""A clinic's folder, a database and a stand-in for Telegram, as `aftercare` finds them through its variables."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.__main__ import app
from tests.databases import KEY, SqliteFiles

Command = Callable[..., Result]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sqlite_files: SqliteFiles) -> Iterator[Path]:
    """An empty working folder with a migrated database, a key and a clinic folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "aftercare.key").write_text(KEY, encoding="utf-8")
    (tmp_path / "aftercare.key").chmod(0o600)
    monkeypatch.setenv("AFTERCARE_DATABASE_URL", sqlite_files.fresh(tmp_path))
    monkeypatch.setenv("AFTERCARE_SECRET_KEY_FILE", str(tmp_path / "aftercare.key"))
    monkeypatch.setenv("AFTERCARE_CLINIC_DIR", str(tmp_path / "clinic"))
    CliRunner().invoke(app, ["init", "clinic"])
    handlers, level = logging.getLogger().handlers[:], logging.getLogger().level
    yield tmp_path
    logging.getLogger().handlers[:] = handlers  # `run` sets up logs on a stream that ends with its test
    logging.getLogger().setLevel(level)


@pytest.fixture
def aftercare(place: Path) -> Command:
    """The command, in that folder."""

    def run(*words: str, typed: str | None = None) -> Result:
        return CliRunner().invoke(app, list(words), input=typed)

    return run
