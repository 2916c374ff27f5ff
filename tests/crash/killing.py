"""The killer: starts a process, lets updates flow, ends it with SIGKILL, again and again."""

import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Protocol

from tests.crash.points import POINTS, Trap

LIFE_S = (0.25, 1.3)  # of a process until it is killed at random; starting takes about a third of a second
TRAP_LIFE_S = 4.0  # a process that has not come by its point by then is killed all the same
PASSAGES_MAX = 5
LOOK_S = 0.02
DRAIN_S = 1200.0  # to act on what is left after the last kill; about 300 are needed on two free cores

_FORK = multiprocessing.get_context("fork")  # the libraries and the clinic's files are read once, not at each start


class Victim(Protocol):
    """Something that lives in a process of its own until it is killed."""

    def live(self, trap: Trap | None) -> None: ...


@dataclass(slots=True, kw_only=True)
class Killer:
    """Kills a victim while the updates flow: so often at random, and so often at each named point, in any order."""

    victim: Victim
    updates: Sequence[tuple[int, str]]
    push: Callable[[Sequence[tuple[int, str]]], None]
    at_random: int
    at_each_point: int
    chance: Random
    folder: Path
    at: Counter[str] = field(default_factory=Counter)
    pushed: int = 0

    def run(self) -> None:
        """Until every update is pushed and every kill is done."""
        ends: list[str | None] = [None] * self.at_random + [*POINTS] * self.at_each_point
        self.chance.shuffle(ends)
        for number, point in enumerate(ends):
            self._one_life(self._trap(number, point), share=number / len(ends), until=(number + 1) / len(ends))
        self._push_until(1.0)

    def drain(self, done: Callable[[], bool]) -> float:
        """One more life, undisturbed, until everything is done. Returns how many seconds that took."""
        process = _FORK.Process(target=self.victim.live, args=(None,))
        process.start()
        began = time.monotonic()
        while process.is_alive() and time.monotonic() - began < DRAIN_S and not done():
            time.sleep(0.2)
        process.kill()
        process.join()
        return time.monotonic() - began

    def _one_life(self, trap: Trap | None, *, share: float, until: float) -> None:
        planned = TRAP_LIFE_S if trap else self.chance.uniform(*LIFE_S)
        usual = sum(LIFE_S) / 2
        process = _FORK.Process(target=self.victim.live, args=(trap,))
        process.start()
        began = time.monotonic()
        while process.is_alive() and (lived := time.monotonic() - began) < planned:
            self._push_until(share + (until - share) * min(1.0, lived / (usual if trap else planned)))
            process.join(LOOK_S)
        process.kill()
        process.join()
        self.at[self._where(trap, process.exitcode)] += 1

    def _trap(self, number: int, point: str | None) -> Trap | None:
        if point is None:
            return None
        note = self.folder / f"killed-{number}"
        return Trap(point=point, passages=self.chance.randint(1, PASSAGES_MAX), note=str(note))

    def _where(self, trap: Trap | None, code: int | None) -> str:
        if code != -9:
            return f"ended by itself with {code}"
        if trap is None:
            return "at random"
        note = Path(trap.note)
        return note.read_text(encoding="utf-8") if note.exists() else "at random"

    def _push_until(self, share: float) -> None:
        wanted = round(len(self.updates) * share)
        if wanted > self.pushed:
            self.push(self.updates[self.pushed : wanted])
            self.pushed = wanted
