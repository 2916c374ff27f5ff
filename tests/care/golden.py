"""Golden conversations: a YAML file tells what a patient does, and under each step stands what came of it."""

from pathlib import Path

from bot.demo.golden import Operation, Played, Step, Story, as_yaml, dump, read_story
from bot.demo.golden_play import play, rewritten, told

FOLDER = Path(__file__).parent / "golden"

__all__ = [
    "FOLDER",
    "Operation",
    "Played",
    "Step",
    "Story",
    "as_yaml",
    "dump",
    "paths",
    "play",
    "read_story",
    "rewritten",
    "told",
]


def paths() -> list[Path]:
    """Every golden conversation, in the order of its name."""
    return sorted(FOLDER.glob("*.yaml"))
