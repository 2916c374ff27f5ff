"""The bot's own words in every language that ships: whole, short enough to tap, and within the honesty rules."""

import re
from pathlib import Path

import pytest

from messages.catalog import Catalog, shipped_languages
from tests.care.test_protocols_shipped import BANNED

TEXTS = Path(__file__).parents[2] / "messages" / "texts"
BUTTON_CHARS_MAX = 60
ABOUT_FEES = ("fee-", "policy-", "button-_policy")  # who bears what, when a patient asks about it

every_language = pytest.mark.parametrize("language", shipped_languages())


def _said(language: str) -> dict[str, str]:
    text = (TEXTS / f"{language}.ftl").read_text(encoding="utf-8")
    found = re.findall(r"^([a-z][\w-]*) = (.*(?:\n[ ].*)*)", text, re.MULTILINE)
    return dict(found)


def test_four_languages() -> None:
    """English, Spanish, Brazilian Portuguese and Russian."""
    assert set(shipped_languages()) == {"en", "es", "pt-BR", "ru"}


@every_language
def test_nothing_is_missing_or_made_up(language: str) -> None:
    """Each key of the English words, no other, with the same places."""
    Catalog.load([language])

    assert list(_said(language)) == list(_said("en"))


@every_language
def test_a_button_can_be_read(language: str) -> None:
    """Its words fit on a telephone."""
    long = [key for key, text in _said(language).items() if key.startswith("button-_") and len(text) > BUTTON_CHARS_MAX]

    assert long == []


@every_language
def test_no_verdict_money_promise_or_medicine(language: str) -> None:
    """The bot never says what is normal, whose fault it is or what it costs."""
    banned = re.compile(BANNED[language], re.IGNORECASE)

    found = [key for key, text in _said(language).items() if banned.search(text) and not key.startswith(ABOUT_FEES)]

    assert found == []


@pytest.mark.parametrize("language", [language for language in shipped_languages() if language not in ("en", "es")])
def test_a_draft_says_so(language: str) -> None:
    """Words that no native clinician has read are marked at their head."""
    head = (TEXTS / f"{language}.ftl").read_text(encoding="utf-8").splitlines()[0]

    assert "A draft" in head
