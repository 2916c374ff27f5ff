"""What an answer in the concern does: it leads to another state, or it ends with a person or a date."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from care.alarm import CALL_NOW, CRISIS_DO, flag_raised, flag_today
from care.concern_screens import Here
from care.concern_words import slots
from care.effects import RaiseAlert
from care.lines import Line, say
from care.outcome import give_over, kept_to_self, level_of, pass_on, promise_date
from care.patient import Concern, ConcernState, PapersAsked, Route
from care.report import concern_facts
from care.scene import Scene

HEAVY = 9  # of 10: a person is needed, not a list of procedures
FELT = 6  # from here on the weight is acknowledged in words
PAPERS = "the papers for a second opinion: `aftercare packet` makes them"
WAITS = {"_2_weeks": timedelta(weeks=2), "_4_weeks": timedelta(weeks=4)}
PEOPLE = {"_doctor": "another doctor of the clinic", "_nurse": "a nurse", "_support": "somebody to talk to"}


@dataclass(frozen=True, slots=True, kw_only=True)
class To:
    """The concern goes on in this state, after whatever else is to be said."""

    scene: Scene
    concern: Concern
    state: ConcernState
    lead: tuple[Line, ...] = ()


Next = To | Scene  # a scene: the conversation ends here


def _which(here: Here, choice: str) -> Next:
    return _to(here, "safety", replace(here.concern, episode=choice))


def _safety(here: Here, choice: str) -> Next:
    chosen = flag_today(here.scene, here.episode, choice)
    if chosen is None:
        return _to(here, "bothers")
    episode, flag = chosen
    raised = flag_raised(here.scene, episode, flag)
    if flag.level not in CALL_NOW:
        return To(scene=raised, concern=here.concern, state="bothers")
    why = f"chose the red flag \u201c{flag.label['en']}\u201d; was unhappy too"
    return pass_on(raised, here.concern, "next_day", why)


def _bothers(here: Here, choice: str) -> Next:
    if choice == "_own_words":
        return _to(here, "own_words")
    chosen = () if choice == "_cannot_say" else (choice,)
    return _to(here, "weight", replace(here.concern, complaints=(*here.concern.complaints, *chosen)))


def _own_words(here: Here, choice: str) -> Next:
    return _to(here, after_words(here.concern))


def after_words(concern: Concern) -> ConcernState:
    """Where own words lead: to the weight, or back to the summary when that was asked already."""
    return "weight" if concern.weight is None else "summary"


def _weight(here: Here, choice: str) -> Next:
    weight = int(choice) if choice.isdecimal() else 10
    weighed = replace(here.concern, weight=weight, despair=choice == "_despair")
    if choice in ("_life", "_despair") or weight >= HEAVY or weighed.distressed:
        return _in_distress(replace(here, concern=weighed))
    return _to(here, "choose", weighed, *((say("concern-felt"),) if weight >= FELT else ()))


def _in_distress(here: Here) -> Next:
    """A person, at once; whatever else waited for an answer is not asked any more."""
    concern = replace(here.concern, distressed=True, told=True, route="distress")
    alert = RaiseAlert(
        key=f"concern.{concern.id}",
        level=level_of(concern),
        episode=concern.episode,
        title="Unhappy and in despair" if concern.despair else "Unhappy, and it weighs heavily",
        words=concern.told_words,
        facts=concern_facts(here.scene, concern),
        do=CRISIS_DO if concern.despair else "Call the patient yourself and listen. The bot offered no procedures.",
    )
    marked = give_over(here.scene.with_patient(distressed_at=here.scene.now), "in distress; the question was left")
    return To(scene=marked.then(alert), concern=concern, state="distress")


_ROUTES: Mapping[str, tuple[Route, ConcernState]] = {
    "_surgeon": ("surgeon", "call"),
    "_options": ("options", "options"),
    "_more_options": ("options", "options"),
    "_second_opinion": ("second_opinion", "second_opinion"),
    "_agreed": ("agreed", "agreed"),
    "_wait": ("wait", "wait"),
    "_complaint": ("complaint", "complaint"),
    "_somebody": ("somebody", "somebody"),
}


def _route(here: Here, choice: str) -> Next:
    if choice not in _ROUTES:
        return _to(here, "choose")
    route, state = _ROUTES[choice]
    return _to(here, state, replace(here.concern, route=route, detail=None, papers=False))


def _call(here: Here, choice: str) -> Next:
    if choice == "_write":
        return _to(here, "write", replace(here.concern, detail="a written answer"))
    slot = next((slot for slot in slots(here.scene) if slot.choice == choice), None)
    if slot is None:
        return _to(here, "choose" if choice == "_back" else "call")
    return _to(here, "summary", replace(here.concern, detail=f"a call {slot.for_staff}"))


def _write(here: Here, choice: str) -> Next:
    return _to(here, "summary" if choice == "_as_it_is" else "choose")


def _options(here: Here, choice: str) -> Next:
    if here.protocol.option(choice) is None:
        return _route(here, choice)
    return _to(here, "option", replace(here.concern, option=choice, read=_once(here.concern.read, choice)))


def _once(read: Sequence[str], option: str) -> tuple[str, ...]:
    return (*(one for one in read if one != option), option)


def _second_opinion(here: Here, choice: str) -> Next:
    if choice != "_packet":
        return _route(here, choice)
    return _to(here, "summary", replace(here.concern, detail=PAPERS, papers=True))


def _papers_asked(here: Here) -> Scene:
    concern = here.concern
    papers = PapersAsked(at=here.scene.now, complaints=concern.complaints, words=concern.words, weight=concern.weight)
    episodes = here.scene.patient.with_episode(replace(here.episode, papers=papers)).episodes
    return here.scene.with_patient(episodes=episodes)


def _wait(here: Here, choice: str) -> Next:
    if choice in WAITS:
        return promise_date(here.scene, here.concern, here.scene.today + WAITS[choice])
    visit = here.protocol.next_visit(here.episode.surgery_on, here.scene.today)
    if choice == "_visit" and visit:
        return promise_date(here.scene, here.concern, visit.on.on(here.episode.surgery_on))
    return _to(here, "wait" if choice == "_visit" else "choose")


def _complaint(here: Here, choice: str) -> Next:
    return _to(here, "write" if choice == "_write_complaint" else "choose")


def _somebody(here: Here, choice: str) -> Next:
    if choice not in PEOPLE:
        return _to(here, "choose")
    return _to(here, "summary", replace(here.concern, detail=f"to speak with {PEOPLE[choice]}"))


def _summary(here: Here, choice: str) -> Next:
    match choice:
        case "_send":
            approved = replace(here.concern, private=False)
            asked = _papers_asked(here) if here.concern.papers else here.scene
            return pass_on(asked, approved, level_of(approved), "approved the summary", tell="concern-sent")
        case "_only_surgeon":
            sealed = replace(here.concern, private=False, sealed=True)
            return pass_on(here.scene, sealed, level_of(sealed), "approved the summary", tell="concern-sent")
        case "_change":
            return _to(here, "own_words")
        case _:
            return kept_to_self(here.scene, here.concern)


def _distress(here: Here, choice: str) -> Next:
    if choice == "_rather_write":
        return _to(here, "write", replace(here.concern, detail="to write rather than talk"))
    wish, told = ("a call", "concern-sent") if choice == "_call_me" else ("nothing just now", "concern-not-now")
    concern = replace(here.concern, detail=wish)
    return pass_on(here.scene, concern, level_of(concern), f"in distress, wishes {wish}", tell=told)


def _to(here: Here, state: ConcernState, concern: Concern | None = None, *lead: Line) -> To:
    return To(scene=here.scene, concern=concern or here.concern, state=state, lead=lead)


CHOICES: Mapping[ConcernState, Callable[[Here, str], Next]] = {
    "which": _which,
    "safety": _safety,
    "bothers": _bothers,
    "own_words": _own_words,
    "weight": _weight,
    "choose": _route,
    "call": _call,
    "write": _write,
    "options": _options,
    "option": _route,
    "second_opinion": _second_opinion,
    "agreed": _route,
    "wait": _wait,
    "complaint": _complaint,
    "somebody": _somebody,
    "summary": _summary,
    "distress": _distress,
}
