"""Every answer to every question, in every procedure and language: as written, and within the rules."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from care.effects import Ask, RaiseAlert, Schedule
from care.patient import CheckingIn, Worrying
from tests.care.conversation import the_house
from tests.care.golden import FOLDER, dump
from tests.care.test_protocols_shipped import BANNED
from tests.care.walks import (
    Walked,
    a_followed,
    begun,
    check_ins,
    choices,
    label,
    on_day,
    outcome,
    said,
    walk_check_in,
    walk_concern,
)

PROCEDURES = tuple(the_house().practice.protocols)
LANGUAGES = the_house().practice.clinic.languages
CONCERN_DAYS = (3, 100, 400, 3000)
MESSAGE_CHARS_MAX = 1200  # more is not read on a telephone
LISTS = {
    *("choose", "photo", "view", "options", "option", "policy"),
    *("second_opinion", "agreed", "wait", "complaint", "somebody", "call"),
}

every_procedure = pytest.mark.parametrize("procedure", PROCEDURES)
every_language = pytest.mark.parametrize("language", LANGUAGES)


@cache
def _texts(procedure: str, language: str) -> set[str]:
    """All that is said in any walk, put into this language: where a tap leads does not depend on it."""
    walks = (*_concerns(procedure, "en"), *_check_ins(procedure, "en"))
    return {text for walked in walks if not _fees(walked) for text in _said_in(language, walked)}


def _said_in(language: str, walked: Walked) -> list[str]:
    return said(replace(walked.before, language=language), walked.turn.effects)


@cache
def _concerns(procedure: str, language: str) -> tuple[Walked, ...]:
    patient = a_followed(procedure=procedure, language=language)
    return tuple(walked for days in CONCERN_DAYS for walked in walk_concern(patient, at=on_day(days)))


@cache
def _check_ins(procedure: str, language: str) -> tuple[Walked, ...]:
    patient = a_followed(procedure=procedure, language=language)
    return tuple(walked for step in check_ins(procedure) for walked in walk_check_in(patient, step))


@pytest.mark.parametrize(
    ("procedure", "language"),
    [
        *((procedure, "en") for procedure in PROCEDURES),
        *(("rhinoplasty", other) for other in LANGUAGES if other != "en"),
    ],
)
def test_all_that_is_said_stands_as_written(procedure: str, language: str, updating: bool) -> None:
    """What each check-in asks, and what follows each answer, is what the generated file says."""
    path = FOLDER / "generated" / f"{procedure}.{language}.yaml"

    actual = dump(_book(procedure, language))

    if updating:
        path.parent.mkdir(exist_ok=True)
        path.write_text(actual, encoding="utf-8")
    assert actual == path.read_text(encoding="utf-8")


def _book(procedure: str, language: str) -> dict[str, object]:
    patient = a_followed(procedure=procedure, language=language)
    asked: dict[str, object] = {}
    for step in check_ins(procedure):
        turn, _ = begun(patient, step)
        asked[step.id] = {"on": str(step.on), "asks": " · ".join(step.ask), "begins": said(patient, turn.effects)[-1]}
    answers: dict[str, dict[str, object]] = {}
    for walked in _check_ins(procedure, language):
        assert isinstance(walked.waiting.topic, CheckingIn)
        question, step_id = walked.waiting.topic.question, walked.waiting.topic.step
        if question == "safety" and step_id != "day_1":
            continue
        answers.setdefault(question, {}).setdefault(label(patient, walked.waiting, walked.choice), _follows(walked))
    states: dict[str, dict[str, object]] = {}
    for walked in _concerns(procedure, language):
        assert isinstance(walked.waiting.topic, Worrying)
        shown = label(patient, walked.waiting, walked.choice)
        if walked.waiting.topic.concern.state != "call" or walked.choice.startswith("_"):
            states.setdefault(walked.waiting.topic.concern.state, {}).setdefault(shown, outcome(walked))
    return {"check_ins": asked, "answers": answers, "concern": states}


def _follows(walked: Walked) -> str:
    """What is said back, before the next question."""
    topic = walked.waiting.topic
    after = walked.turn.patient.waiting
    texts = said(walked.before, walked.turn.effects)
    if isinstance(topic, CheckingIn) and after and isinstance(after.topic, CheckingIn):
        calm = dict(_plain_questions(walked))
        texts[-1] = texts[-1].removesuffix(calm.get(after.topic.question, ""))
    told = "\n\n".join(text.strip() for text in texts if text.strip())
    where = outcome(walked)
    return f"{told}\n{where}" if told else where


def _plain_questions(walked: Walked) -> list[tuple[str, str]]:
    """Each question that some answer leads to without a word: its text alone."""
    ways = _check_ins(walked.before.episodes[0].procedure, walked.before.language)
    found = []
    for way in ways:
        after = way.turn.patient.waiting
        if way.before == walked.before and after and isinstance(after.topic, CheckingIn):
            found.append((after.topic.question, min(said(way.before, way.turn.effects), key=len)))
    return found[:1] and [min(found, key=lambda pair: len(pair[1]))]


@every_procedure
@every_language
def test_no_word_is_said_that_must_not_be(procedure: str, language: str) -> None:
    """No verdict, fault, price, promise or painkiller, in any message of any walk."""
    banned = re.compile(BANNED[language], re.IGNORECASE)

    assert [text for text in _texts(procedure, language) if banned.search(text)] == []


def _fees(walked: Walked) -> bool:
    """Whether the patient asked about fees, which are then spoken of by name."""
    after = walked.turn.patient.waiting
    return after is not None and isinstance(after.topic, Worrying) and after.topic.concern.state == "policy"


@every_procedure
@every_language
def test_about_fees_no_sum_is_ever_named(procedure: str, language: str) -> None:
    """Who bears which fee is for the clinic to say; the bot names what to ask about."""
    walks = [walked for walked in _concerns(procedure, "en") if _fees(walked)]

    texts = {text for walked in walks for text in _said_in(language, walked)}

    assert texts
    assert [text for text in texts if re.search(r"\d|[€$£₽%]", text)] == []


@every_procedure
@every_language
def test_messages_can_be_read_on_a_telephone(procedure: str, language: str) -> None:
    """No message is longer than a screen or two."""
    fees = (text for walked in _concerns(procedure, "en") if _fees(walked) for text in _said_in(language, walked))

    assert [text for text in (*_texts(procedure, language), *fees) if len(text) > MESSAGE_CHARS_MAX] == []


@every_procedure
def test_a_turn_asks_at_most_one_question(procedure: str) -> None:
    """Two questions at once would share one prompt."""
    walks = (*_concerns(procedure, "en"), *_check_ins(procedure, "en"))

    asked = [sum(isinstance(effect, Ask) for effect in walked.turn.effects) for walked in walks]

    assert max(asked) == 1


@every_procedure
def test_every_end_of_a_concern_has_a_person_or_a_date(procedure: str) -> None:
    """Where nothing is asked any more, staff have an alert or a day is planned."""
    ends = [walked for walked in _concerns(procedure, "en") if walked.turn.patient.waiting is None]

    unkept = [w for w in ends if not any(isinstance(e, RaiseAlert) or _dated(e) for e in w.turn.effects)]

    assert len(ends) > 20
    assert unkept == []


def _dated(effect: object) -> bool:
    return isinstance(effect, Schedule) and effect.key.startswith(("closing:", "look_again:"))


@every_procedure
def test_no_state_of_the_concern_is_a_dead_end(procedure: str) -> None:
    """From every state some choice leads on, to another state or to an end."""
    walks = _concerns(procedure, "en")

    stuck = {w.waiting.prompt for w in walks} - {
        w.waiting.prompt for w in walks if w.turn.patient.waiting is None or w.turn.patient.waiting != w.waiting
    }

    assert stuck == set()


@every_procedure
def test_somebody_in_distress_is_shown_no_list(procedure: str) -> None:
    """After the weight is heavy, or words of crisis lately, no list of procedures or routes is ever shown."""
    recent = a_followed(procedure=procedure, distressed_at=on_day(99))
    walks = (*_concerns(procedure, "en"), *walk_concern(recent, at=on_day(100)))

    shown = {
        after.topic.concern.state
        for walked in walks
        if (after := walked.turn.patient.waiting) and isinstance(after.topic, Worrying)
        if walked.turn.patient.distressed_at or after.topic.concern.distressed
    }

    assert "distress" in shown
    assert shown & LISTS == set()


@every_procedure
def test_every_option_of_the_procedure_can_be_read(procedure: str) -> None:
    """The walk reaches each option's explanation."""
    options = {option.id for option in the_house().practice.protocols[procedure].options}

    offered = {c for w in _concerns(procedure, "en") for c in choices(w.waiting)}

    assert options <= offered


def test_no_word_of_the_catalogue_is_never_said() -> None:
    """Each key of the catalogue is named somewhere in the code: what nobody says is taken out."""
    root = Path(__file__).parents[2]
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for room in ("bot", "care", "messages", "scheduler", "storage")
        for path in (root / room).rglob("*.py")
    )
    text = (root / "messages" / "texts" / "en.ftl").read_text(encoding="utf-8")
    keys = re.findall(r"^([a-z][\w-]*) =", text, re.MULTILINE)

    built = (
        "button-_",
        "command-",
        "danger-",
        "scale-",
        "agreed-",
        "summary-route-",
        "summary-burden-",
        "fee-",
        "policy-",
    )
    unsaid = [key for key in keys if f'"{key}"' not in code and not key.startswith(built)]

    assert unsaid == []
