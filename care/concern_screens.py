"""What each state of the concern shows: its words and its buttons."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from care.concern_words import (
    agreed_text,
    choose_text,
    complaint_text,
    distress_text,
    mirror,
    option_text,
    policy_text,
    second_opinion_text,
    slots,
    summary_text,
    view_text,
)
from care.flags import flag_buttons
from care.lines import Button, Line, button, quoted, say, written
from care.outcome import level_of
from care.patient import Concern, ConcernState, Episode
from care.protocol import Protocol, Visit
from care.scene import Rows, Scene

WAIT_AT_MOST = timedelta(days=92)  # an unhappy patient is asked again within three months
NOT_ALONE = ("somebody", "second_opinion")  # somebody else has to do something about these
ROUTES = ("surgeon", "photo", "options", "policy", "second_opinion", "agreed", "wait", "complaint", "somebody")


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """Where a concern stands, with what is needed to speak about it."""

    scene: Scene
    concern: Concern
    episode: Episode
    protocol: Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One question of the concern. Words typed instead of a tap are kept in every state."""

    text: tuple[Line, ...]
    rows: Rows
    takes_words: bool = False


def _which(here: Here) -> Screen:
    protocols = here.scene.practice.protocols
    known = [episode for episode in here.scene.patient.episodes if episode.procedure in protocols]
    labels = [say("operation", name=written(protocols[each.procedure].name), on=each.surgery_on) for each in known]
    rows = [[Button(choice=each.id, label=label)] for each, label in zip(known, labels, strict=True)]
    return Screen(text=(say("concern-which"),), rows=rows)


def _safety(here: Here) -> Screen:
    begins = () if here.concern.round else mirror(here.concern, here.scene.patient)
    text = (*begins, say("concern-safety"), here.scene.if_chosen)
    return Screen(text=text, rows=flag_buttons(here.scene, here.episode))


def _bothers(here: Here) -> Screen:
    chips = [[Button(choice=row.id, label=written(row.label))] for row in here.protocol.complaints]
    rows = [*chips, [button("_own_words"), button("_cannot_say")]]
    return Screen(text=(say("concern-bothers"),), rows=rows, takes_words=True)


def _own_words(here: Here) -> Screen:
    return Screen(text=(say("concern-own-words"),), rows=[[button("_skip")]], takes_words=True)


def _weight(here: Here) -> Screen:
    numbers = [Button(choice=str(number), label=quoted(str(number))) for number in range(11)]
    rows = [numbers[:6], numbers[6:], [button("_life")], [button("_despair", style="danger")]]
    return Screen(text=(say("concern-weight"), here.scene.if_worse), rows=rows)


def _choose(here: Here) -> Screen:
    second_first = sorted(ROUTES, key=lambda route: route != "second_opinion") if here.concern.round else ROUTES
    text = choose_text(here.scene, here.concern, here.episode, here.protocol)
    return Screen(text=text, rows=[[button(f"_{route}")] for route in second_first])


def _call(here: Here) -> Screen:
    times = [[Button(choice=slot.choice, label=slot.label)] for slot in slots(here.scene)]
    text = (say("concern-call", surgeon=here.episode.surgeon),)
    return Screen(text=text, rows=[*times, [button("_write")], [button("_back")]], takes_words=True)


def _write(here: Here) -> Screen:
    head = here.scene.practice.clinic.complaint_head
    if here.concern.route == "complaint" and head:
        asked = say("concern-write-complaint-alone" if alone_with(here) else "concern-write-complaint", head=head.name)
    else:
        asked = say("concern-write")
    text = (asked, here.scene.who_reads(level_of(here.concern)))
    return Screen(text=text, rows=[[button("_as_it_is")], [button("_back")]], takes_words=True)


def _photo(here: Here) -> Screen:
    """The views to choose from; of an intimate part a person arranges pictures, and the bot asks for none."""
    photos = here.protocol.photos
    if photos is None or photos.intimate or not photos.views:
        rows = [[button("_arrange", style="primary")], [button("_back")]]
        return Screen(text=(say("photo-in-person", clinic=here.scene.practice.clinic.name),), rows=rows)
    views = [[Button(choice=view.id, label=written(view.label))] for view in photos.views]
    done = [[button("_shown", style="primary")]] if here.concern.seen else []
    text = (say("concern-photo", clinic=here.scene.practice.clinic.name), here.scene.who_reads("next_day"))
    return Screen(text=text, rows=[*views, *done, [button("_back")]])


def _view(here: Here) -> Screen:
    done = [[button("_shown", style="primary")]] if here.concern.seen else []
    text = view_text(here.scene, here.concern, here.episode, here.protocol)
    return Screen(text=text, rows=[*done, [button("_another_view")], [button("_back")]])


def _options(here: Here) -> Screen:
    rows = [[Button(choice=option.id, label=written(option.label))] for option in here.protocol.options]
    return Screen(
        text=(say("concern-options"),), rows=[*rows, [button("_surgeon", style="primary")], [button("_back")]]
    )


def _option(here: Here) -> Screen:
    text = option_text(here.scene, here.concern, here.episode, here.protocol)
    return Screen(text=text, rows=[[button("_surgeon", style="primary")], [button("_more_options")], [button("_back")]])


def _policy(here: Here) -> Screen:
    rows = [[button("_ask_team", style="primary")], [button("_surgeon")], [button("_back")]]
    return Screen(text=policy_text(here.episode, here.protocol), rows=rows)


def _second_opinion(here: Here) -> Screen:
    rows = [[button("_packet", style="primary")], [button("_surgeon")], [button("_back")]]
    return Screen(text=second_opinion_text(here.scene, here.episode), rows=rows)


def _agreed(here: Here) -> Screen:
    text = agreed_text(here.scene, here.episode, here.protocol)
    return Screen(text=text, rows=[[button("_surgeon", style="primary")], [button("_wait")], [button("_back")]])


def _wait(here: Here) -> Screen:
    rows = [[button("_2_weeks"), button("_4_weeks")]]
    visit = next_look(here)
    if visit and visit.on.on(here.episode.surgery_on) <= here.scene.today + WAIT_AT_MOST:
        rows.append([button("_visit", say("button-_visit", on=visit.on.on(here.episode.surgery_on)))])
    return Screen(text=(say("concern-wait"),), rows=[*rows, [button("_back")]])


def next_look(here: Here) -> Visit | None:
    """The next planned look on a later day: today's is no day to wait for."""
    return here.protocol.next_visit(here.episode.surgery_on, here.scene.today + timedelta(days=1))


def _complaint(here: Here) -> Screen:
    rows = [[button("_write_complaint", style="primary")], [button("_back")]]
    return Screen(text=complaint_text(here.scene), rows=rows)


def _somebody(here: Here) -> Screen:
    rows = [[button("_doctor")], [button("_nurse")], [button("_support")], [button("_back")]]
    return Screen(text=(say("concern-somebody"),), rows=rows)


def _summary(here: Here) -> Screen:
    text = summary_text(here.scene, here.concern, here.protocol)
    alone = (
        [[button("_only_head" if here.concern.route == "complaint" else "_only_surgeon")]] if alone_with(here) else []
    )
    rows = [[button("_send", style="primary")], *alone, [button("_change")], [button("_keep")]]
    return Screen(text=text, rows=rows)


def alone_with(here: Here) -> str | None:
    """Who could be the only one to read it: whoever answers complaints, or the surgeon; somebody whom the bot can
    reach, and nothing that more people know or must know."""
    clinic = here.scene.practice.clinic
    complains = here.concern.route == "complaint"
    name = clinic.complaint_head and clinic.complaint_head.name if complains else here.episode.surgeon
    known = here.concern.told or here.concern.round  # by more people already
    if known or here.concern.distressed or here.concern.route in NOT_ALONE:
        return None
    return next((person.name for person in clinic.staff if person.name == name), None)


def _distress(here: Here) -> Screen:
    rows = [[button("_call_me", style="primary")], [button("_rather_write")], [button("_not_now")]]
    return Screen(text=distress_text(here.scene, here.concern), rows=rows, takes_words=True)


SCREENS: Mapping[ConcernState, Callable[[Here], Screen]] = {
    "which": _which,
    "safety": _safety,
    "bothers": _bothers,
    "own_words": _own_words,
    "weight": _weight,
    "choose": _choose,
    "call": _call,
    "write": _write,
    "photo": _photo,
    "view": _view,
    "options": _options,
    "option": _option,
    "policy": _policy,
    "second_opinion": _second_opinion,
    "agreed": _agreed,
    "wait": _wait,
    "complaint": _complaint,
    "somebody": _somebody,
    "summary": _summary,
    "distress": _distress,
}
