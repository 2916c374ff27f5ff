"""doctor and run: what is missing is said before anything starts."""

import asyncio
from pathlib import Path

import pytest

from simulator import World, serve
from tests.commands.conftest import Command


async def test_all_is_well(aftercare: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Database, key, folder, Telegram, clock, zones and names: one line each."""
    world = World()
    token = world.create_bot(username="rosa_bot").token
    async with serve(world) as url:
        monkeypatch.setenv("AFTERCARE_BOT_TOKEN", token)
        monkeypatch.setenv("AFTERCARE_TELEGRAM_API_URL", url)
        result = await asyncio.to_thread(aftercare, "doctor")

    assert result.exit_code == 0, result.output
    assert "@rosa_bot" in result.stdout
    assert "BAD" not in result.stdout


def test_a_mistyped_variable_is_found(aftercare: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """pydantic-settings would ignore it in silence."""
    monkeypatch.setenv("AFTERCARE_LOGLEVEL", "DEBUG")

    result = aftercare("doctor")

    assert result.exit_code == 1
    assert "AFTERCARE_LOGLEVEL sets nothing (did you mean 'AFTERCARE_LOG_LEVEL'?)" in result.stdout


def test_an_unusable_variable_is_named(aftercare: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Webhook mode without an address cannot work, and says which variables it needs."""
    monkeypatch.setenv("AFTERCARE_MODE", "webhook")

    result = aftercare("run")

    assert result.exit_code == 1
    assert "AFTERCARE_WEBHOOK_URL" in result.stderr


def test_nothing_starts_without_a_key(aftercare: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key never has a default."""
    monkeypatch.delenv("AFTERCARE_SECRET_KEY_FILE")
    monkeypatch.setenv("AFTERCARE_BOT_TOKEN", "42:abc")

    result = aftercare("run")

    assert result.exit_code == 1
    assert "aftercare key >" in result.stderr


def test_nothing_starts_on_an_old_schema(aftercare: Command, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty database is told to be migrated; `migrate` makes it right, twice over."""
    monkeypatch.setenv("AFTERCARE_DATABASE_URL", f"sqlite:///{place / 'new.sqlite3'}")
    monkeypatch.setenv("AFTERCARE_BOT_TOKEN", "42:abc")

    refused = aftercare("run")
    migrated = [aftercare("migrate"), aftercare("migrate")]

    assert "run `aftercare migrate` first" in refused.stderr
    assert [result.exit_code for result in migrated] == [0, 0]
