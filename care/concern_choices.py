"""What an answer in the concern does: it leads to another state, or it ends with a person or a date."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal

from care.alarm import CALL_NOW, flag_raised, flag_unknown
from care.concern_routes import ROUTE_CHOICES, Next, To, to
from care.concern_screens import Here, alone_with
from care.effects import RaiseAlert
from care.flags import flag_of
from care.lines import say
from care.outcome import DESPAIR, do_about, give_over, kept_to_self, level_of, pass_on
from care.patient import Concern, ConcernState
from care.promised import ask_for_papers
from care.protocol import Complaint, Level
from care.report import concern_facts

_BURDENS: Mapping[str, Literal["life", "despair"]] = {"_life": "life", "_despair": "despair"}
HEAVIEST = 10
HEAVY = 9  # of 10: a person is needed, not a list of procedures
FELT = 6  # from here on the weight is acknowledged in words


def _which(here: Here, choice: str) -> Next:
    return to(here, "safety", replace(here.concern, episode=choice))


def _safety(here: Here, choice: str) -> Next:
    if choice == "_none":
        return to(here, "weight" if here.concern.round else "bothers")  # what bothers was said the first time
    chosen = flag_of(here.scene, choice)
    if chosen is None:
        unknown = flag_unknown(here.scene, here.episode, choice)
        return pass_on(unknown, here.concern, "next_day", "chose a red flag; was unhappy too")
    episode, flag = chosen
    raised = flag_raised(here.scene, episode, flag)
    if flag.level not in CALL_NOW:
        return To(scene=raised, concern=here.concern, state="bothers")
    why = f"chose the red flag \u201c{flag.label['en']}\u201d; was unhappy too"
    return pass_on(raised, here.concern, "next_day", why)


def _bothers(here: Here, choice: str) -> Next:
    if choice == "_own_words":
        return to(here, "own_words")
    chosen = () if choice == "_cannot_say" else (choice,)
    concern = replace(here.concern, complaints=(*here.concern.complaints, *chosen))
    complaint = here.protocol.complaint(choice)
    if complaint is None or complaint.level is None:
        return to(here, "weight", concern)
    return _medical(replace(here, concern=concern), complaint, complaint.level)


def _medical(here: Here, complaint: Complaint, level: Level) -> Next:
    """Something that must be looked at, whatever else the patient wishes: a person has it from now on."""
    alert = RaiseAlert(
        key=f"complaint.{here.episode.id}.{complaint.id}",
        level=level,
        episode=here.episode.id,
        title=f"To be examined: {complaint.label['en']}",
        facts=concern_facts(here.scene, here.concern),
        do="Call the patient and arrange an examination. This is not about taste.",
    )
    told = (say("complaint-medical", surgeon=here.episode.surgeon), here.scene.who_reads(level))
    return To(scene=here.scene.then(alert), concern=here.concern, state="weight", lead=told)


def _own_words(here: Here, choice: str) -> Next:
    return to(here, after_words(here.concern))


def after_words(concern: Concern) -> ConcernState:
    """Where own words lead: to the weight, or back to the summary when that was asked already."""
    return "weight" if concern.weight is None else "summary"


def _weight(here: Here, choice: str) -> Next:
    burden = _BURDENS.get(choice)
    weight = int(choice) if choice.isdecimal() else HEAVIEST
    weighed = replace(here.concern, weight=weight, burden=burden, despair=burden == "despair")
    if burden or weight >= HEAVY or weighed.distressed:
        return _in_distress(replace(here, concern=weighed))
    return to(here, "choose", weighed, *((say("concern-felt"),) if weight >= FELT else ()))


def _in_distress(here: Here) -> Next:
    """A person, at once; whatever else waited for an answer is not asked any more."""
    concern = replace(here.concern, distressed=True, told=True, route="distress")
    alert = RaiseAlert(
        key=f"concern.{concern.id}",
        level=level_of(concern),
        episode=concern.episode,
        title=DESPAIR if concern.despair else "Unhappy, and it weighs heavily",
        words=concern.told_words,
        facts=concern_facts(here.scene, concern),
        do=do_about(here.scene, concern),
    )
    marked = give_over(here.scene.with_patient(distressed_at=here.scene.now), "in distress; the question was left")
    return To(scene=marked.then(alert), concern=concern, state="distress")


def _summary(here: Here, choice: str) -> Next:
    match choice:
        case "_send":
            approved = replace(here.concern, private=False)
            asked = ask_for_papers(here.scene, here.concern, here.episode) if here.concern.papers else here.scene
            return pass_on(asked, approved, level_of(approved), "approved the summary", tell="concern-sent")
        case "_only_surgeon" | "_only_head":
            reader = alone_with(here)
            if reader is None:  # the clinic has changed since it was asked
                return to(here, "summary")
            sealed = replace(here.concern, private=False, sealed=True, sealed_for=reader)
            return pass_on(here.scene, sealed, level_of(sealed), "approved the summary", tell="concern-sent")
        case "_change":
            return to(here, "own_words")
        case _:
            return kept_to_self(here.scene, here.concern)


def _distress(here: Here, choice: str) -> Next:
    if choice == "_rather_write":
        return to(here, "write", replace(here.concern, detail="to write rather than talk"))
    wish, told = ("a call", "concern-sent") if choice == "_call_me" else ("nothing just now", "concern-not-now")
    concern = replace(here.concern, detail=wish)
    return pass_on(here.scene, concern, level_of(concern), f"in distress, wishes {wish}", tell=told)


CHOICES: Mapping[ConcernState, Callable[[Here, str], Next]] = {
    "which": _which,
    "safety": _safety,
    "bothers": _bothers,
    "own_words": _own_words,
    "weight": _weight,
    **ROUTE_CHOICES,
    "summary": _summary,
    "distress": _distress,
}
