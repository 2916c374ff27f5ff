"""What must hold whatever patients do, in any order, at any hour."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import cycle, product
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from care.effects import Ask, RaiseAlert, Schedule
from care.events import (
    AlertResolved,
    AlertTaken,
    Blocked,
    CheckInDue,
    ClosingDue,
    Commanded,
    Edited,
    EpisodeAdded,
    Event,
    GapEnded,
    Joined,
    LookAgainDue,
    PapersReady,
    PromiseDue,
    Registered,
    ReminderDue,
    Sent,
    StaffWrote,
    SurgeryMoved,
    Tapped,
    Unblocked,
    WaitExpired,
    Wrote,
)
from care.flow import Turn, advance
from care.patient import Closing, Concern, Episode, Patient, Waiting, Worrying
from care.protocol import LEVELS
from tests.care.conversation import Conversation, a_patient, the_house
from tests.care.walks import a_followed, on_day, walk_check_in, walk_concern

deterministic = settings(
    derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=30
)
START = datetime(2026, 2, 20, 9, tzinfo=UTC)
EVERYTHING_ENDS_WITHIN = timedelta(days=40)
TEXTS = (
    "", "7", "11", "seven or eight", "yes", "no", "None of these", "18:00", "English", "STOP", "don't stop", "\x00",
    "I hate my nose", "chest pain and I can't breathe", "I want to die", "pus is coming out", "quiero dejarlo",
    "😀" * 900, "{p.__init__} {{7*7}} <b>", "A bump is left", "fever 39,2",
)  # fmt: skip
COMMANDS = (
    "concern", "concern", "concern", "start", "help", "settings", "language", "status", "message", "stop", "resume",
    "resume", "privacy", "refund",
)  # fmt: skip
DANGERS = (
    "I have chest pain and I can't breathe.",
    "I want to die.",
    "My nose is bleeding and it won't stop.",
    "There is pus coming out.",
)
HARMLESS = ("When may I swim?", "7", "No", "I hate my nose.", "thank you, all good", "my aunt says hello")

DEEDS = ("tap",) * 10 + ("write", "write", "command", "command", "other", "wait", "wait")
A_WALK = 70  # things that happen, one after the other


@deterministic
@given(chance=st.randoms(use_true_random=True), joined=st.booleans())
def test_any_conversation_keeps_its_promises(chance: Random, joined: bool) -> None:
    """No event in any state raises; every question has a time at which it ends; no concern is lost on the way."""
    conversation = _conversation(joined=joined)

    for _ in range(A_WALK):
        _happen(conversation, chance)

        _hold(conversation)
    conversation.until(conversation.now + EVERYTHING_ENDS_WITHIN)
    _hold(conversation)
    assert conversation.patient.waiting is None
    assert conversation.patient.aside == ()


@settings(deterministic, max_examples=10)
@given(chance=st.randoms(use_true_random=True))
def test_a_journal_played_again_gives_the_same_effects(chance: Random) -> None:
    """From the first state and the journal's events the same turns come out."""
    conversation = _conversation(joined=True)
    for _ in range(A_WALK):
        _happen(conversation, chance)

    patient = a_patient()
    again: list[Turn] = []
    for at, event, _ in conversation.turns:
        again.append(advance(the_house().practice, patient, event, now=at))
        patient = again[-1].patient

    assert again == [turn for _, _, turn in conversation.turns]


def test_words_of_danger_never_lower_an_alert() -> None:
    """Danger added to any text, in any kind of wait, raises the highest level or leaves it."""
    lowered = [
        (harmless, danger)
        for (patient, at), (harmless, danger) in zip(_waits(), cycle(product(HARMLESS, DANGERS)), strict=False)
        if _level(patient, harmless, at) > _level(patient, f"{harmless} {danger}", at)
    ]

    assert lowered == []


def test_words_of_danger_are_heard_in_every_wait() -> None:
    """Whatever is asked, words of danger tell a person the same day at the latest."""
    unheard = [
        danger
        for (patient, at), danger in zip(_waits(), cycle(DANGERS), strict=False)
        if _level(patient, danger, at) < LEVELS.index("same_day")
    ]

    assert unheard == []


def test_a_danger_sign_never_lowers_an_alert() -> None:
    """Choosing a sign raises at least what choosing none of them does."""
    for procedure in ("rhinoplasty", "breast_augmentation"):
        patient = a_followed(procedure=procedure)
        protocol = the_house().practice.protocols[procedure]
        flags = {flag.id: flag.level for flag in protocol.red_flags}
        walks = [w for step in protocol.check_ins for w in walk_check_in(patient, step) if w.choice in flags]

        assert walks
        for walked in walks:
            assert _highest(walked.turn) >= LEVELS.index(flags[walked.choice])


@cache
def _waits() -> tuple[tuple[Patient, datetime], ...]:
    """A patient in each kind of wait."""
    found: dict[object, tuple[Patient, datetime]] = {}
    patient = a_followed(procedure="rhinoplasty")
    practice = the_house().practice
    for walked in walk_concern(patient, at=on_day(10)):
        topic = walked.waiting.topic
        assert isinstance(topic, Worrying)
        found.setdefault(topic.concern.state, (walked.before, walked.at))
    for step in practice.protocols["rhinoplasty"].check_ins[1:5]:
        for walked in walk_check_in(patient, step):
            found.setdefault(walked.choice, (walked.before, walked.at))
    for name in ("message", "settings", "language"):
        found[name] = (advance(practice, patient, Commanded(name=name), now=on_day(10)).patient, on_day(10))
    stopped = advance(practice, patient, Commanded(name="stop"), now=on_day(10)).patient
    joining = advance(practice, a_patient(), Joined(language="en"), now=on_day(-3)).patient
    return (*found.values(), (patient, on_day(10)), (stopped, on_day(10)), (joining, on_day(-3)), (a_patient(), START))


def _level(patient: Patient, text: str, at: datetime) -> int:
    return _highest(advance(the_house().practice, patient, Wrote(text=text), now=at))


def _highest(turn: Turn) -> int:
    return max((LEVELS.index(e.level) for e in turn.effects if isinstance(e, RaiseAlert)), default=-1)


def _conversation(*, joined: bool) -> Conversation:
    conversation = Conversation(patient=a_patient(), now=START, with_check_ins=False)
    conversation.enrol()
    if joined:
        conversation.happens(Joined(language="en"))
        for label in ("English", "I agree", "18:00"):
            conversation.tap(label)
    return conversation


def _happen(conversation: Conversation, chance: Random) -> None:
    deed, number = chance.choice(DEEDS), chance.randrange(10_000)
    conversation.now += timedelta(seconds=7)
    match deed:
        case "tap":
            conversation.happens(_tap(conversation, number))
        case "write":
            conversation.happens(Wrote(text=TEXTS[number % len(TEXTS)]))
        case "command":
            name = COMMANDS[number % len(COMMANDS)]
            conversation.happens(Commanded(name=name, rest="it hurts" if number % 3 == 0 else ""))
        case "wait":
            conversation.until(conversation.now + timedelta(minutes=20) * (1 + number % 400))
        case _:
            events = _others(conversation, number)
            conversation.happens(events[number % len(events)])


def _tap(conversation: Conversation, number: int) -> Tapped:
    """Mostly a real button of what waits; now and then of an older question, or forged."""
    asked = conversation.asked
    if not asked or number % 20 == 0:
        return Tapped(prompt=("k7f2q.1", "", "x.9")[number % 3], choice=("_yes", "", "p:")[number % 3])
    waiting = asked[-1 - number % min(3, len(asked))] if number % 5 == 0 else asked[-1]
    buttons = [button for row in waiting.buttons for button in row]
    return Tapped(prompt=waiting.prompt, choice=buttons[number % len(buttons)].choice, message_id=number)


def _others(conversation: Conversation, number: int) -> tuple[Event, ...]:
    """Every other event, with right and with wrong ids."""
    patient = conversation.patient
    episode = ("e1", "e9")[number % 2]
    prompt = patient.waiting.prompt if patient.waiting and number % 3 else "k7f2q.0"
    concern = patient.open_concerns[0].id if patient.open_concerns and number % 3 else "c0"
    second = Episode(
        id="e2", procedure="breast_augmentation", version=1, surgery_on=date(2026, 4, 1), surgeon="Dr Elena Vega"
    )
    strange = replace(second, id="e3", procedure="no_such_thing")
    due = CheckInDue(
        episode=episode,
        step=("day_1", "month_3", "nothing")[number % 3],
        nth=0,
        expires_at=conversation.now + timedelta(days=1),
    )
    return (
        due,
        ReminderDue(prompt=prompt),
        WaitExpired(prompt=prompt),
        ClosingDue(concern=concern),
        LookAgainDue(concern=concern),
        PromiseDue(episode=episode, what=("papers", "complaint")[number % 2]),
        PapersReady(episode=episode, staff="Ana Ruiz"),
        GapEnded(),
        Registered(),
        Joined(language="es"),
        Blocked(),
        Unblocked(),
        EpisodeAdded(episode=second),
        EpisodeAdded(episode=strange),
        SurgeryMoved(episode=episode, surgery_on=date(2026, 3, 1 + number % 28)),
        AlertTaken(level="urgent", key="message", staff="Ana Ruiz"),
        AlertResolved(key="message", staff="Ana Ruiz", outcome="spoke"),
        StaffWrote(staff="Ana Ruiz", text="We call you."),
        Sent(medium="photo", file_id="f", album="7" if number % 2 else None, caption="I can't breathe"),
        Sent(medium="sticker"),
        Edited(text=TEXTS[number % len(TEXTS)]),
    )


def _hold(conversation: Conversation) -> None:
    """What is true after every turn."""
    patient = conversation.patient
    _, _, turn = conversation.turns[-1]
    asked = [effect for effect in turn.effects if isinstance(effect, Ask)]
    assert len(asked) <= 1
    open_ = (*patient.aside, patient.waiting) if patient.waiting else patient.aside
    for question in open_:
        assert conversation.pending(f"wait:{question.prompt}:expire"), f"{question.topic.kind} never ends"
    _no_concern_lost(conversation)


def _no_concern_lost(conversation: Conversation) -> None:
    """A concern that ended went to a person or has a date; one that is with the staff will be asked about."""
    patient = conversation.patient
    begun = {c.id for _, _, turn in conversation.turns for c in _worries(turn.patient)}
    alive = {c.id for c in _worries(patient)}
    kept = {
        key
        for _, _, turn in conversation.turns
        for effect in turn.effects
        if isinstance(effect, RaiseAlert | Schedule)
        for key in [effect.key]
    }
    for lost in begun - alive:
        assert any(key == f"concern.{lost}" or f":{lost}." in key for key in kept), f"{lost} was lost"
    for concern in patient.open_concerns:
        asked = any(isinstance(q.topic, Closing) and q.topic.concern == concern.id for q in _questions(patient))
        planned = any(f":{concern.id}." in key for key in conversation.pending())
        assert asked or planned, f"nobody will ask about {concern.id}"


def _questions(patient: Patient) -> tuple[Waiting, ...]:
    return (*patient.aside, patient.waiting) if patient.waiting else patient.aside


def _worries(patient: Patient) -> list[Concern]:
    open_ = (*patient.aside, patient.waiting) if patient.waiting else patient.aside
    return [question.topic.concern for question in open_ if isinstance(question.topic, Worrying)]
