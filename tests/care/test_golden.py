"""Golden conversations: each is replayed, and what comes must be what its file says."""

import difflib
from pathlib import Path

import pytest

from tests.care.golden import as_yaml, paths, play, read_story, rewritten, told


@pytest.mark.parametrize("path", paths(), ids=lambda path: path.stem)
def test_the_conversation_goes_as_written(path: Path, updating: bool) -> None:
    """A golden conversation goes as its file says. After a wished change: pytest tests/care --update-golden."""
    story = read_story(path)
    if updating:
        path.write_text(rewritten(path, story), encoding="utf-8")
        return

    happened = [(as_yaml([dict(row) for row in p.step.comes]), as_yaml(told(p)), p) for p in play(story)]

    for number, (expected, actual, played) in enumerate(happened, start=1):
        diff = difflib.unified_diff(expected.splitlines(), actual.splitlines(), "as written", "as it is", lineterm="")
        assert expected == actual, f"{path.name}, step {number} ({played.at:%-d %b %Y %H:%M}):\n" + "\n".join(diff)
