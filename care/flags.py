"""Red flags: which are offered today, of all operations, and which one a press means."""

from collections.abc import Iterable

from care.lines import Button, button, written
from care.patient import Episode
from care.protocol import LEVELS, RedFlag
from care.scene import Rows, Scene

OF = "."  # between the id of a red flag and of its operation


def flags_today(scene: Scene, first: Episode) -> tuple[tuple[Episode, RedFlag], ...]:
    """The red flags of today of all operations, the most urgent first: danger concerns the whole person. Of what two
    protocols say in the same words the more urgent is kept; of equals, that of the operation asked about. What another
    button says as well is left out."""
    united: dict[str, tuple[Episode, RedFlag]] = {}
    for episode in (first, *(episode for episode in scene.patient.episodes if episode.id != first.id)):
        protocol = scene.protocol(episode)
        for flag in protocol.flags_on(episode.surgery_on, scene.today) if protocol else ():
            known = united.get(flag.label["en"])
            if known is None or _urgency(flag) > _urgency(known[1]):
                united[flag.label["en"]] = (episode, flag)
    shown = [each for each in united.values() if not _covered(each[1], united.values())]
    return tuple(sorted(shown, key=lambda each: -_urgency(each[1])))


def flag_buttons(scene: Scene, first: Episode) -> Rows:
    """A button for each red flag of today, and one for none of them."""
    several = len(scene.patient.episodes) > 1
    rows = [
        [Button(choice=_choice(flag, episode, several=several), label=written(flag.label), style="danger")]
        for episode, flag in flags_today(scene, first)
    ]
    return [*rows, [button("_none", style="primary")]]


def _choice(flag: RedFlag, episode: Episode, *, several: bool) -> str:
    """What a press on it says, on whatever day it comes: the flag, and of which operation where there are several."""
    return f"{flag.id}{OF}{episode.id}" if several else flag.id


def flag_of(scene: Scene, choice: str) -> tuple[Episode, RedFlag] | None:
    """The red flag that a choice names, on whatever day. One that names no operation is from the time when the patient
    had only the first of those that have it."""
    id_, _, of = choice.partition(OF)
    episodes = [episode for episode in scene.patient.episodes if of in ("", episode.id)]
    known = ((one, protocol) for one in episodes if (protocol := scene.protocol(one)))
    return next(((one, flag) for one, protocol in known for flag in protocol.red_flags if flag.id == id_), None)


def _covered(flag: RedFlag, others: Iterable[tuple[Episode, RedFlag]]) -> bool:
    return any(flag.id in other.covers and _urgency(other) >= _urgency(flag) for _, other in others)


def _urgency(flag: RedFlag) -> int:
    return LEVELS.index(flag.level)
