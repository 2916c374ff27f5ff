"""Where the patient's choice leads: the surgeon, pictures, options, fees, a second opinion, time, a complaint."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from care.concern_screens import Here, next_look
from care.concern_words import slots
from care.lines import Line
from care.outcome import CALL, promise_date
from care.patient import Concern, ConcernState, Route
from care.scene import Scene

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


def to(here: Here, state: ConcernState, concern: Concern | None = None, *lead: Line) -> To:
    return To(scene=here.scene, concern=concern or here.concern, state=state, lead=lead)


def back(here: Here) -> To:
    """What was only looked at is not wished."""
    return to(here, "choose", replace(here.concern, route=None, detail=None, due=None, papers=False))


_ROUTES: Mapping[str, tuple[Route, ConcernState]] = {
    "_surgeon": ("surgeon", "call"),
    "_photo": ("photo", "photo"),
    "_policy": ("policy", "policy"),
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
        return back(here)
    route, state = _ROUTES[choice]
    return to(here, state, replace(here.concern, route=route, detail=None, due=None, papers=False))


def _call(here: Here, choice: str) -> Next:
    if choice == "_write":
        return to(here, "write", replace(here.concern, detail="a written answer"))
    slot = next((slot for slot in slots(here.scene) if slot.choice == choice), None)
    if slot is None:
        return back(here) if choice == "_back" else to(here, "call")
    return to(here, "summary", replace(here.concern, detail=f"{CALL}{slot.for_staff}", due=slot.end))


def _write(here: Here, choice: str) -> Next:
    return to(here, "summary") if choice == "_as_it_is" else back(here)


def _photo(here: Here, choice: str) -> Next:
    if choice == "_arrange":
        return to(here, "summary", replace(here.concern, detail="pictures, to be arranged in person"))
    if choice in ("_shown", "_another_view") or here.protocol.view(choice) is None:
        return _pictured(here, choice)
    return to(here, "view", replace(here.concern, view=choice))


def _pictured(here: Here, choice: str) -> Next:
    if choice != "_shown":
        return to(here, "photo") if choice == "_another_view" else back(here)
    views = [view.label["en"] for id_ in here.concern.seen if (view := here.protocol.view(id_))]
    return to(here, "summary", replace(here.concern, detail=f"a look at the pictures: {'; '.join(views)}"))


def _policy(here: Here, choice: str) -> Next:
    if choice != "_ask_team":
        return _route(here, choice)
    return to(here, "write", replace(here.concern, detail="to hear what the clinic\u2019s policy means for them"))


def _options(here: Here, choice: str) -> Next:
    if here.protocol.option(choice) is None:
        return _route(here, choice)
    return to(here, "option", replace(here.concern, option=choice, read=_once(here.concern.read, choice)))


def _once(read: Sequence[str], option: str) -> tuple[str, ...]:
    return (*(one for one in read if one != option), option)


def _second_opinion(here: Here, choice: str) -> Next:
    if choice != "_packet":
        return _route(here, choice)
    return to(here, "summary", replace(here.concern, detail=PAPERS, papers=True))


def _wait(here: Here, choice: str) -> Next:
    if choice in WAITS:
        return promise_date(here.scene, here.concern, here.scene.today + WAITS[choice])
    visit = next_look(here)
    if choice == "_visit" and visit:
        return promise_date(here.scene, here.concern, visit.on.on(here.episode.surgery_on))
    return to(here, "wait") if choice == "_visit" else back(here)


def _complaint(here: Here, choice: str) -> Next:
    return to(here, "write") if choice == "_write_complaint" else back(here)


def _somebody(here: Here, choice: str) -> Next:
    if choice not in PEOPLE:
        return back(here)
    return to(here, "summary", replace(here.concern, detail=f"to speak with {PEOPLE[choice]}"))


ROUTE_CHOICES: Final[Mapping[ConcernState, Callable[[Here, str], Next]]] = {
    "choose": _route,
    "call": _call,
    "write": _write,
    "photo": _photo,
    "view": _photo,
    "options": _options,
    "option": _route,
    "policy": _policy,
    "second_opinion": _second_opinion,
    "agreed": _route,
    "wait": _wait,
    "complaint": _complaint,
    "somebody": _somebody,
}
