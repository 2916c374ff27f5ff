"""Distress, phrase by phrase: heard by rules in every language, and answered with the same safe words and a person."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from care.effects import Ask, RaiseAlert, Tell
from care.events import Wrote
from care.flow import advance
from care.lines import Say
from care.reading.heard import Heard
from care.reading.rulebook import LANGUAGES
from care.triage import load_rules
from tests.care.conversation import the_house
from tests.care.walks import a_followed, on_day, said

GROUPS: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).with_name("distress.yaml"))
SPEAKS = {"pt": "pt-BR"}  # what is read as Portuguese is answered in Brazilian Portuguese
HELP_LINE = the_house().practice.clinic.help_line
EMERGENCY = the_house().practice.clinic.emergency_number


def phrases(*, distress: bool, of: str | None = None) -> Iterator[tuple[str, str]]:
    groups = [group for group in GROUPS if (group["id"] != "not_distress") == distress and of in (None, group["id"])]
    return ((language, text) for group in groups for language in LANGUAGES for text in group[language])


def heard(language: str, text: str) -> set[str]:
    """The ids of the rules of crisis that match; what was learnt is not asked."""
    return {hit.rule.id for hit in Heard(load_rules(language), text).hits(None, None) if hit.rule.level == "crisis"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_many_phrases_in_every_language(language: str) -> None:
    """Wishes to die, hints, farewells, despair, hours at the mirror, own hands: and as many that only sound like it."""
    counts = {group["id"]: len(group[language]) for group in GROUPS}

    assert len(counts) == 7
    assert min(counts.values()) >= 15


@pytest.mark.parametrize(("language", "text"), list(phrases(distress=True)))
def test_distress_is_heard_and_answered_by_a_person(language: str, text: str) -> None:
    """The fixed words with the help line, somebody at once, nothing asked, nothing listed, and no label."""
    patient = a_followed(procedure="rhinoplasty", language=SPEAKS.get(language, language))

    turn = advance(the_house().practice, patient, Wrote(text=text), now=on_day(200))

    (alert,) = [effect for effect in turn.effects if isinstance(effect, RaiseAlert)]
    (told,) = [effect for effect in turn.effects if isinstance(effect, Tell)]
    assert heard(language, text)
    assert (alert.key, alert.words) == ("crisis", (text,))
    assert alert.level in ("urgent", "emergency")
    assert "crisis" in [line.key for line in told.text if isinstance(line, Say)]
    assert not any(isinstance(effect, Ask) for effect in turn.effects)
    assert turn.patient.distressed_at


def asked_not_to(language: str, text: str) -> bool:
    """Whether somebody who wrote this is asked not to change anything on their body themselves."""
    patient = a_followed(procedure="rhinoplasty", language=SPEAKS.get(language, language))
    turn = advance(the_house().practice, patient, Wrote(text=text), now=on_day(200))
    return any(
        isinstance(line, Say) and line.key == "crisis-own-hands"
        for effect in turn.effects
        if isinstance(effect, Tell)
        for line in effect.text
    )


@pytest.mark.parametrize(("language", "text"), list(phrases(distress=True, of="own_surgery")))
def test_who_speaks_of_own_hands_is_asked_not_to(language: str, text: str) -> None:
    assert asked_not_to(language, text)


@pytest.mark.parametrize(("language", "text"), list(phrases(distress=True, of="wants_to_die")))
def test_who_wishes_to_die_is_not_told_what_to_leave(language: str, text: str) -> None:
    """They said nothing of it, and it would read as if nobody had listened."""
    assert not asked_not_to(language, text)


def test_who_took_too_much_is_not_told_what_to_leave() -> None:
    """A rule of the body knows it, and what was learnt hears the despair."""
    assert not asked_not_to("en", "I took all my pills to end it")


@pytest.mark.parametrize("language", the_house().practice.clinic.languages)
def test_the_safe_words_hold_what_is_needed(language: str) -> None:
    """In every language: the help line with its number, the emergency number, and not a word about an operation."""
    house = the_house()
    patient = a_followed(procedure="rhinoplasty", language=language)
    turn = advance(house.practice, patient, Wrote(text="I want to die"), now=on_day(200))
    (told,) = [effect for effect in turn.effects if isinstance(effect, Tell)]

    words = said(patient, (told,))[0]

    assert HELP_LINE.phone in words
    assert EMERGENCY in words


@pytest.mark.parametrize(("language", "text"), list(phrases(distress=False)))
def test_what_only_sounds_like_distress_is_none(language: str, text: str) -> None:
    """A figure of speech, a film, a joke, a denial: no rule takes it for a crisis."""
    assert heard(language, text) == set()
