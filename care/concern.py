"""The unhappy patient's guided conversation: safety first, then feelings, then facts, then the patient's choice.

Each state is a row of STATES: what it asks, and what an answer does. Every end has a date or a person.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from care.alarm import flag_raised
from care.concern_words import (
    agreed_text,
    choose_text,
    complaint_text,
    mirror,
    option_text,
    second_opinion_text,
    slots,
    summary_text,
)
from care.effects import RaiseAlert
from care.events import Tapped
from care.lines import Button, Line, button, quoted, say, written
from care.outcome import kept_to_self, pass_on, promise_date
from care.patient import Concern, ConcernState, Episode, Worrying
from care.protocol import Protocol
from care.report import concern_facts
from care.scene import Rows, Scene

ENDS_AFTER = timedelta(days=14)  # then what was said goes to the staff and the question is closed
REMIND_AFTER = timedelta(hours=24)
HEAVY = 9  # of 10: a person is needed, not a list of procedures
DISTRESS_LASTS = timedelta(days=30)  # after words of crisis, no list of procedures for so long
WORDS_MAX = 20  # messages kept in one concern; the journal has them all

Text = tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Here:
    """Where a concern stands, with what is needed to speak about it."""

    scene: Scene
    concern: Concern
    episode: Episode
    protocol: Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """What is asked, and what an answer does. Words typed instead of a tap are kept in every state."""

    text: Callable[[_Here], Text]
    buttons: Callable[[_Here], Rows]
    chosen: Callable[[_Here, str], Scene]
    takes_words: bool = False


def begin_concern(
    scene: Scene, *, origin: str, episode: str | None = None, words: str | None = None, lead: Text = ()
) -> Scene:
    """Start a concern, or go on with the one that is open. With several operations, ask first which one."""
    patient = scene.patient
    if patient.waiting and isinstance(patient.waiting.topic, Worrying):
        return go(scene, patient.waiting.topic.concern, patient.waiting.topic.concern.state, *lead)
    if patient.parked:
        return resume(scene, *lead)
    recent = patient.distressed_at is not None and scene.now - patient.distressed_at < DISTRESS_LASTS
    several = episode is None and len(patient.episodes) > 1
    concern = Concern(
        id=f"c{patient.turn}",
        episode=episode or scene.latest.id,
        state="which" if several else "safety",
        began=scene.now,
        origin=origin,
        words=(words,) if words else (),
        distressed=recent,
    )
    return go(scene, concern, concern.state, *lead)


def resume(scene: Scene, *lead: Line) -> Scene:
    """Go on with the concern that a check-in interrupted, where it stood."""
    parked = scene.patient.parked
    if parked is None:
        return scene.tell(*lead)
    return go(scene.with_patient(parked=None), parked, parked.state, *lead, say("concern-goes-on"))


def go(scene: Scene, concern: Concern, state: ConcernState, *lead: Line) -> Scene:
    """Ask what the state asks, after whatever else is to be said."""
    here = _here(scene, replace(concern, state=state))
    if here is None:
        return pass_on(scene.leave(), concern, "same_day", "its protocol is no longer there")
    if state == "safety" and not here.protocol.flags_on(here.episode.surgery_on, scene.today):
        return go(scene, concern, "bothers", *lead)
    row = STATES[state]
    return scene.ask(
        Worrying(concern=here.concern),
        (*lead, *row.text(here)),
        row.buttons(here),
        takes_words=row.takes_words,
        remind_after=REMIND_AFTER,
        expires_at=scene.now + ENDS_AFTER,
    )


def concern_chosen(scene: Scene, concern: Concern, choice: str, tap: Tapped | None) -> Scene:
    """A button of the concern was pressed."""
    here = _here(scene, concern)
    waiting = scene.patient.waiting
    if here is None or waiting is None:
        return pass_on(scene.leave(), concern, "same_day", "its protocol is no longer there")
    settled = scene.settle(waiting.label(choice), tap)
    return STATES[concern.state].chosen(replace(here, scene=settled), choice)


def concern_words(scene: Scene, concern: Concern, text: str) -> Scene:
    """Words written inside a concern belong to it, whatever was asked."""
    said = replace(concern, words=(*concern.words, text)[-WORDS_MAX:])
    match concern.state:
        case "bothers" | "own_words":
            return go(scene.settle(quoted(text)), said, "weight" if concern.weight is None else "summary")
        case "write":
            return go(scene.settle(quoted(text)), said, "summary")
        case state:
            return go(scene, said, state, say("concern-words-kept"))


def lapse_concern(scene: Scene, concern: Concern) -> Scene:
    """It was left open for two weeks: the staff get what was said, and the patient a way back."""
    told = pass_on(scene.leave(), concern, "next_day", "did not finish the conversation")
    return told.tell(say("concern-lapsed"), scene.who_reads("next_day"))


def concern_unfinished(scene: Scene, concern: Concern) -> Scene:
    """A day without an answer: a person learns of it, and the patient is asked once more and told so."""
    alert = RaiseAlert(
        key=f"concern.{concern.id}",
        level="next_day",
        episode=concern.episode,
        title="Unhappy, and stopped in the middle of saying why",
        words=concern.words,
        facts=concern_facts(scene, concern),
        do="Call the patient. They have been told that you know they began.",
    )
    return scene.then(alert).ask_again(say("concern-reminder"), lane="check_in")


def _here(scene: Scene, concern: Concern) -> _Here | None:
    episode = scene.patient.episode(concern.episode)
    protocol = scene.protocol(episode) if episode else None
    if episode is None or protocol is None:
        return None
    return _Here(scene=scene, concern=concern, episode=episode, protocol=protocol)


# What each state shows


def _which_text(here: _Here) -> Text:
    return (say("concern-which"),)


def _which_buttons(here: _Here) -> Rows:
    protocols = here.scene.practice.protocols
    episodes = [e for e in here.scene.patient.episodes if e.procedure in protocols]
    return [[Button(choice=episode.id, label=written(protocols[episode.procedure].name))] for episode in episodes]


def _safety_text(here: _Here) -> Text:
    return (*mirror(here.concern, here.scene.patient), say("concern-safety"), here.scene.who_reads("urgent"))


def _safety_buttons(here: _Here) -> Rows:
    flags = here.protocol.flags_on(here.episode.surgery_on, here.scene.today)
    rows = [[Button(choice=flag.id, label=written(flag.label), style="danger")] for flag in flags]
    return [*rows, [button("_none", style="primary")]]


def _bothers_text(here: _Here) -> Text:
    return (say("concern-bothers"),)


def _bothers_buttons(here: _Here) -> Rows:
    chips = [[Button(choice=c.id, label=written(c.label))] for c in here.protocol.complaints]
    return [*chips, [button("_own_words"), button("_cannot_say")]]


def _own_words_text(here: _Here) -> Text:
    return (say("concern-own-words"),)


def _own_words_buttons(here: _Here) -> Rows:
    return [[button("_skip")]]


def _weight_text(here: _Here) -> Text:
    return (say("concern-weight"),)


def _weight_buttons(here: _Here) -> Rows:
    numbers = [Button(choice=str(number), label=quoted(str(number))) for number in range(11)]
    return [numbers[:6], numbers[6:], [button("_life")], [button("_despair", style="danger")]]


def _choose_text(here: _Here) -> Text:
    return choose_text(here.scene, here.concern, here.episode, here.protocol)


def _choose_buttons(here: _Here) -> Rows:
    routes = ["surgeon", "options", "second_opinion", "agreed", "wait", "complaint", "somebody"]
    if here.concern.round:
        routes = ["second_opinion", *(route for route in routes if route != "second_opinion")]
    return [[button(f"_{route}")] for route in routes]


def _call_text(here: _Here) -> Text:
    return (say("concern-call", surgeon=here.episode.surgeon),)


def _call_buttons(here: _Here) -> Rows:
    times = [[Button(choice=f"slot{n}", label=slot.label)] for n, slot in enumerate(slots(here.scene))]
    return [*times, [button("_write")], [button("_back")]]


def _write_text(here: _Here) -> Text:
    return (say("concern-write"), here.scene.who_reads("next_day"))


def _write_buttons(here: _Here) -> Rows:
    return [[button("_as_it_is")], [button("_back")]]


def _options_text(here: _Here) -> Text:
    return (say("concern-options"),)


def _options_buttons(here: _Here) -> Rows:
    rows = [[Button(choice=option.id, label=written(option.label))] for option in here.protocol.options]
    return [*rows, [button("_surgeon", style="primary")], [button("_back")]]


def _option_text(here: _Here) -> Text:
    return option_text(here.scene, here.concern, here.episode, here.protocol)


def _option_buttons(here: _Here) -> Rows:
    return [[button("_surgeon", style="primary")], [button("_more_options")], [button("_back")]]


def _second_opinion_text(here: _Here) -> Text:
    return second_opinion_text(here.scene, here.episode)


def _second_opinion_buttons(here: _Here) -> Rows:
    return [[button("_packet", style="primary")], [button("_surgeon")], [button("_back")]]


def _agreed_text(here: _Here) -> Text:
    return agreed_text(here.scene, here.episode, here.protocol)


def _agreed_buttons(here: _Here) -> Rows:
    return [[button("_surgeon", style="primary")], [button("_wait")], [button("_back")]]


def _wait_text(here: _Here) -> Text:
    return (say("concern-wait"),)


def _wait_buttons(here: _Here) -> Rows:
    rows = [[button("_2_weeks"), button("_4_weeks")]]
    if visit := here.protocol.next_visit(here.episode.surgery_on, here.scene.today):
        rows.append([button("_visit", say("button-_visit", on=visit.on.on(here.episode.surgery_on)))])
    return [*rows, [button("_back")]]


def _complaint_text(here: _Here) -> Text:
    return complaint_text(here.scene)


def _complaint_buttons(here: _Here) -> Rows:
    return [[button("_write_complaint", style="primary")], [button("_back")]]


def _somebody_text(here: _Here) -> Text:
    return (say("concern-somebody"),)


def _somebody_buttons(here: _Here) -> Rows:
    return [[button("_doctor")], [button("_nurse")], [button("_support")], [button("_back")]]


def _summary_text(here: _Here) -> Text:
    return summary_text(here.scene, here.concern, here.protocol)


def _summary_buttons(here: _Here) -> Rows:
    return [[button("_send", style="primary")], [button("_change")], [button("_keep")]]


def _distress_text(here: _Here) -> Text:
    clinic = here.scene.practice.clinic
    line = clinic.help_line
    heard = say(
        "concern-distress", name=here.scene.patient.first_name, line=line.name, line_phone=line.phone,
        emergency=clinic.emergency_number,
    )  # fmt: skip
    return (heard, here.scene.who_reads("same_day"))


def _distress_buttons(here: _Here) -> Rows:
    return [[button("_call_me", style="primary")], [button("_rather_write")], [button("_not_now")]]


# What an answer does


def _which_chosen(here: _Here, choice: str) -> Scene:
    return go(here.scene, replace(here.concern, episode=choice), "safety")


def _safety_chosen(here: _Here, choice: str) -> Scene:
    flag = next((flag for flag in here.protocol.red_flags if flag.id == choice), None)
    if flag is None:
        return go(here.scene, here.concern, "bothers")
    raised = flag_raised(here.scene, here.episode, flag, words=here.concern.words)
    if flag.level in ("emergency", "urgent"):
        return pass_on(
            raised, here.concern, "next_day", f"chose the red flag \u201c{flag.label['en']}\u201d; was unhappy too"
        )
    return go(raised, here.concern, "bothers")


def _bothers_chosen(here: _Here, choice: str) -> Scene:
    if choice == "_own_words":
        return go(here.scene, here.concern, "own_words")
    chosen = () if choice == "_cannot_say" else (choice,)
    return _weigh(here.scene, replace(here.concern, complaints=(*here.concern.complaints, *chosen)))


def _own_words_chosen(here: _Here, choice: str) -> Scene:
    return _weigh(here.scene, here.concern)


def _weigh(scene: Scene, concern: Concern) -> Scene:
    return go(scene, concern, "weight" if concern.weight is None else "summary")


def _weight_chosen(here: _Here, choice: str) -> Scene:
    heavy = choice in ("_life", "_despair") or int(choice) >= HEAVY
    weighed = replace(here.concern, weight=10 if choice.startswith("_") else int(choice))
    if not heavy and not here.concern.distressed:
        return go(here.scene, weighed, "choose", *_felt(weighed))
    return _in_distress(replace(here, concern=weighed), despair=choice == "_despair")


def _felt(concern: Concern) -> Text:
    return (say("concern-felt"),) if (concern.weight or 0) >= 4 else ()


def _in_distress(here: _Here, *, despair: bool) -> Scene:
    concern = replace(here.concern, distressed=True, route="distress")
    alert = RaiseAlert(
        key=f"concern.{concern.id}",
        level="urgent" if despair else "same_day",
        episode=concern.episode,
        title="Unhappy and in despair" if despair else "Unhappy, and it weighs heavily",
        words=concern.words,
        facts=concern_facts(here.scene, concern),
        do="Call the patient yourself and listen. The bot offered no procedures.",
    )
    marked = here.scene.with_patient(distressed_at=here.scene.now).then(alert)
    return go(marked, concern, "distress")


def _routed(here: _Here, choice: str) -> Scene:
    concern, scene = here.concern, here.scene
    match choice:
        case "_surgeon":
            return go(scene, replace(concern, route="surgeon"), "call")
        case "_options" | "_more_options":
            return go(scene, replace(concern, route="options"), "options")
        case "_second_opinion":
            return go(scene, replace(concern, route="second_opinion"), "second_opinion")
        case "_agreed":
            return go(scene, replace(concern, route="agreed"), "agreed")
        case "_wait":
            return go(scene, replace(concern, route="wait"), "wait")
        case "_complaint":
            return go(scene, replace(concern, route="complaint"), "complaint")
        case "_somebody":
            return go(scene, replace(concern, route="somebody"), "somebody")
        case _:
            return go(scene, concern, "choose")


def _call_chosen(here: _Here, choice: str) -> Scene:
    if choice == "_write":
        return go(here.scene, replace(here.concern, detail="a written answer"), "write")
    times = {f"slot{n}": slot for n, slot in enumerate(slots(here.scene))}
    if choice not in times:
        return _routed(here, choice)
    return go(here.scene, replace(here.concern, detail=f"a call {times[choice].for_staff}"), "summary")


def _write_chosen(here: _Here, choice: str) -> Scene:
    return go(here.scene, here.concern, "summary") if choice == "_as_it_is" else _routed(here, choice)


def _options_chosen(here: _Here, choice: str) -> Scene:
    if here.protocol.option(choice) is None:
        return _routed(here, choice)
    return go(here.scene, replace(here.concern, option=choice, read=_once(here.concern.read, choice)), "option")


def _once(read: Sequence[str], option: str) -> tuple[str, ...]:
    return (*(one for one in read if one != option), option)


def _second_opinion_chosen(here: _Here, choice: str) -> Scene:
    if choice != "_packet":
        return _routed(here, choice)
    return go(here.scene, replace(here.concern, detail="the papers for a second opinion"), "summary")


_WAITS = {"_2_weeks": timedelta(weeks=2), "_4_weeks": timedelta(weeks=4)}


def _wait_chosen(here: _Here, choice: str) -> Scene:
    visit = here.protocol.next_visit(here.episode.surgery_on, here.scene.today)
    if choice in _WAITS:
        return promise_date(here.scene, here.concern, here.scene.today + _WAITS[choice])
    if choice == "_visit" and visit:
        return promise_date(here.scene, here.concern, visit.on.on(here.episode.surgery_on))
    return _routed(here, choice)


def _complaint_chosen(here: _Here, choice: str) -> Scene:
    return go(here.scene, here.concern, "write") if choice == "_write_complaint" else _routed(here, choice)


_PEOPLE = {"_doctor": "another doctor of the clinic", "_nurse": "a nurse", "_support": "somebody to talk to"}


def _somebody_chosen(here: _Here, choice: str) -> Scene:
    if choice not in _PEOPLE:
        return _routed(here, choice)
    return go(here.scene, replace(here.concern, detail=f"to speak with {_PEOPLE[choice]}"), "summary")


def _summary_chosen(here: _Here, choice: str) -> Scene:
    match choice:
        case "_send":
            level = "same_day" if (here.concern.weight or 0) >= 7 or here.concern.round else "next_day"
            return pass_on(here.scene, here.concern, level, "approved the summary", tell=True)  # type: ignore[arg-type]
        case "_change":
            return go(here.scene, here.concern, "own_words")
        case _:
            return kept_to_self(here.scene, here.concern)


def _distress_chosen(here: _Here, choice: str) -> Scene:
    wish = {"_call_me": "a call", "_rather_write": "to write rather than talk", "_not_now": "nothing just now"}[choice]
    concern = replace(here.concern, detail=wish)
    if choice == "_rather_write":
        return go(here.scene, concern, "write")
    return pass_on(here.scene, concern, "same_day", f"in distress, wishes {wish}", tell=True)


STATES: Mapping[ConcernState, _State] = {
    "which": _State(text=_which_text, buttons=_which_buttons, chosen=_which_chosen),
    "safety": _State(text=_safety_text, buttons=_safety_buttons, chosen=_safety_chosen),
    "bothers": _State(text=_bothers_text, buttons=_bothers_buttons, chosen=_bothers_chosen, takes_words=True),
    "own_words": _State(text=_own_words_text, buttons=_own_words_buttons, chosen=_own_words_chosen, takes_words=True),
    "weight": _State(text=_weight_text, buttons=_weight_buttons, chosen=_weight_chosen),
    "choose": _State(text=_choose_text, buttons=_choose_buttons, chosen=_routed),
    "call": _State(text=_call_text, buttons=_call_buttons, chosen=_call_chosen),
    "write": _State(text=_write_text, buttons=_write_buttons, chosen=_write_chosen, takes_words=True),
    "options": _State(text=_options_text, buttons=_options_buttons, chosen=_options_chosen),
    "option": _State(text=_option_text, buttons=_option_buttons, chosen=_routed),
    "second_opinion": _State(text=_second_opinion_text, buttons=_second_opinion_buttons, chosen=_second_opinion_chosen),
    "agreed": _State(text=_agreed_text, buttons=_agreed_buttons, chosen=_routed),
    "wait": _State(text=_wait_text, buttons=_wait_buttons, chosen=_wait_chosen),
    "complaint": _State(text=_complaint_text, buttons=_complaint_buttons, chosen=_complaint_chosen),
    "somebody": _State(text=_somebody_text, buttons=_somebody_buttons, chosen=_somebody_chosen),
    "summary": _State(text=_summary_text, buttons=_summary_buttons, chosen=_summary_chosen),
    "distress": _State(text=_distress_text, buttons=_distress_buttons, chosen=_distress_chosen),
}
