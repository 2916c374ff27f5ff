"""What became of the updates, chat by chat: lost, doubled, out of order."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many updates went wrong, and how."""

    lost: int = 0
    doubled: int = 0
    out_of_order: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            lost=self.lost + other.lost,
            doubled=self.doubled + other.doubled,
            out_of_order=self.out_of_order + other.out_of_order,
        )


def tally(written: Mapping[int, Sequence[str]], kept: Mapping[int, Sequence[str]]) -> Tally:
    """Compare what was written in each chat with what was kept of it. What stands in a wrong chat counts as doubled."""
    chats = written.keys() | kept.keys()
    return sum((_of_chat(written.get(chat, ()), kept.get(chat, ())) for chat in chats), Tally())


def counted(expected: int, found: Sequence[int]) -> Tally:
    """Compare numbers of effects, one number a chat, where each update should have had exactly one."""
    lost = sum(max(0, expected - number) for number in found)
    return Tally(lost=lost, doubled=sum(max(0, number - expected) for number in found))


def _of_chat(written: Sequence[str], kept: Sequence[str]) -> Tally:
    place = {words: number for number, words in enumerate(written)}
    places = [place[words] for words in dict.fromkeys(kept) if words in place]
    late = sum(place < before for before, place in zip(_highest(places), places, strict=True))
    times = Counter(kept)
    strays = sum(number for words, number in times.items() if words not in place)
    doubled = sum(number - 1 for words, number in times.items() if words in place)
    return Tally(lost=len(place) - len(places), doubled=doubled + strays, out_of_order=late)


def _highest(places: Sequence[int]) -> list[int]:
    """The highest place seen before each."""
    highest, seen = -1, []
    for place in places:
        seen.append(highest)
        highest = max(highest, place)
    return seen
