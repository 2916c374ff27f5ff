"""enroll, ledger, move and erase: what staff do at a terminal."""

import json
from pathlib import Path

from tests.commands.conftest import Command

LENA = ("--name", "Lena", "--initials", "L.M.", "--procedure", "rhinoplasty", "--surgery", "2030-03-04")
BOT = ("--bot-name", "rosa_bot")


def test_enrolling_prints_link_code_and_a_picture(aftercare: Command, place: Path) -> None:
    """The link and the code come apart; the QR holds the link; the plan is there from the first minute."""
    result = aftercare("enroll", *LENA, *BOT, "--png", "qr.png", "--json")

    told = json.loads(result.stdout)
    assert told["link"].startswith("https://t.me/rosa_bot?start=")
    assert len(told["link"].partition("=")[2]) <= 64
    assert len(told["code"]) == 6
    assert told["code"] not in told["link"]
    assert (place / "qr.png").read_bytes().startswith(b"\x89PNG")
    assert "day 7 before surgery on" in " ".join(aftercare("ledger", "1").stdout.split())


def test_a_qr_in_the_terminal_says_when_the_link_ends(aftercare: Command) -> None:
    """Without --json a person reads it."""
    result = aftercare("enroll", *LENA, *BOT)

    assert "Code, to be told and not written beside the link" in result.stdout


def test_what_cannot_be_enrolled_is_explained_and_leaves_nothing(aftercare: Command) -> None:
    """A procedure that the clinic does not follow up: the nearest one is named, and no case number is used up."""
    wrong = aftercare("enroll", *LENA[:4], "--procedure", "rhinoplastie", "--surgery", "2030-03-04", *BOT)
    right = aftercare("enroll", *LENA, *BOT, "--json")

    assert wrong.exit_code == 1
    assert "did you mean 'rhinoplasty'?" in wrong.stderr
    assert json.loads(right.stdout)["case"] == 1


def test_a_moved_surgery_moves_the_plan(aftercare: Command) -> None:
    """The ledger shows the new times, each counted from the new day."""
    aftercare("enroll", *LENA, *BOT)

    result = aftercare("move", "1", "--surgery", "2030-05-06")

    assert result.exit_code == 0
    shown = " ".join(aftercare("ledger", "1").stdout.split())
    assert "2030-05-06" in shown
    assert "2030-03-05" not in shown


def test_a_second_link_makes_the_first_void(aftercare: Command) -> None:
    """A lost letter is no key any more."""
    first = json.loads(aftercare("enroll", *LENA, *BOT, "--json").stdout)

    second = json.loads(aftercare("enroll", "--case", "1", *BOT, "--json").stdout)

    assert first["link"] != second["link"]
    assert second["case"] == 1


def test_erasing_asks_first_and_then_leaves_nothing(aftercare: Command) -> None:
    """Deleted means deleted; an unknown case is said to be unknown."""
    aftercare("enroll", *LENA, *BOT)

    asked = aftercare("erase", "1", typed="n\n")
    done = aftercare("erase", "1", "--yes")
    after = aftercare("ledger", "1")

    assert asked.exit_code == 1
    assert "Deleted:" in done.stdout
    assert "no patient with number 1" in after.stderr


def test_a_new_phone_gets_a_link_of_its_own(aftercare: Command) -> None:
    """For a patient enrolled before, and for nobody else."""
    aftercare("enroll", *LENA, *BOT)

    link = aftercare("enroll", "--case", "1", "--new-phone", *BOT, "--json")
    nobody = aftercare("enroll", *LENA, "--new-phone", *BOT)

    assert json.loads(link.stdout)["case"] == 1
    assert nobody.exit_code == 1
    assert "--case 12 --new-phone" in nobody.stderr
