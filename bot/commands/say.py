"""How the command speaks: results on standard output, what went wrong on standard error, with an exit code."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer

from bot.enroll import EnrolmentError
from bot.settings import SettingsError
from care.source import SourceError
from messages import CatalogError
from storage.database import UnknownDatabase
from storage.schema import NoDatabase
from storage.vault import BadKey, VaultError

MENDABLE = (SettingsError, SourceError, CatalogError, EnrolmentError, VaultError, BadKey, NoDatabase, UnknownDatabase)


def fail(words: str, *, code: int = 1) -> NoReturn:
    """Say what is wrong and what to do, and end."""
    typer.secho(words, fg=typer.colors.RED, err=True)
    raise typer.Exit(code)


@contextmanager
def mendable() -> Iterator[None]:
    """What a person can mend is told in one piece, without a traceback."""
    try:
        yield
    except MENDABLE as error:
        fail(str(error))
