"""The killer itself: it counts rightly, and a small run of it holds what the long one promises."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crash.result import Result
from tests.crash.small import small_clinic
from tests.crash.tally import Tally, counted, tally

ROOT = Path(__file__).parents[2]
SMALL = ("--kills", "2", "--at-each-point", "0", "--updates", "40", "--chats", "4", "--only", "sqlite")


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (["one", "two", "three"], Tally()),
        (["one", "three"], Tally(lost=1)),
        (["one", "two", "two", "three"], Tally(doubled=1)),
        (["two", "one", "three"], Tally(out_of_order=1)),
        (["three", "one", "two"], Tally(out_of_order=2)),
        (["one", "two", "three", "of another chat"], Tally(doubled=1)),
        ([], Tally(lost=3)),
    ],
)
def test_updates_are_counted_chat_by_chat(kept: list[str], expected: Tally) -> None:
    """What is missing, there twice, too early or in a wrong chat is told apart."""
    written = {7: ["one", "two", "three"]}

    found = tally(written, {7: kept})

    assert found == expected


def test_effects_are_counted_against_one_an_update() -> None:
    """A chat with one effect too many does not make up for one with too few."""
    found = counted(10, [10, 9, 11])

    assert found == Tally(lost=1, doubled=1)


@pytest.mark.parametrize(
    ("tally_", "sent_twice", "unknown", "expected"),
    [(Tally(), 2, 2, True), (Tally(), 3, 2, False), (Tally(lost=1), 0, 0, False), (Tally(doubled=1), 0, 0, False)],
)
def test_only_what_was_unknown_may_be_sent_twice(tally_: Tally, sent_twice: int, unknown: int, expected: bool) -> None:
    """A repeat is as promised while there is an unknown outcome to account for it."""
    result = Result(
        name="ours",
        updates=10,
        kills=3,
        at={"at random": 3},
        tally=tally_,
        unseen=0,
        sent_twice=sent_twice,
        unknown=unknown,
        waiting=0,
        drained_s=1,
    )

    assert result.as_promised(kills=3) == expected


@pytest.mark.slow
def test_two_kills_lose_nothing(tmp_path: Path) -> None:
    """A process killed twice while forty updates flow loses none, doubles none and keeps their order."""
    clinic, numbers = small_clinic(tmp_path), tmp_path / "numbers.json"
    command = [sys.executable, "-m", "tests.crash", *SMALL, "--clinic", str(clinic), "--json", str(numbers)]

    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)

    assert run.returncode == 0, run.stdout + run.stderr
    (ours,) = json.loads(numbers.read_text(encoding="utf-8"))["runs"]
    assert (ours["lost"], ours["double_effects"], ours["out_of_order"]) == (0, 0, 0)
    assert ours["kills"] == 2
