"""What the numbers were taken on."""

import platform
from importlib.metadata import version
from os import cpu_count

_LIBRARIES = ("python-telegram-bot", "APScheduler", "SQLAlchemy", "aiosqlite", "psycopg")


def machine() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return f"{cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, {libraries}"
