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

LIFE_S = (0.25, 1.1)  # of a process until it is killed at random; starting takes about a quarter of a second
TRAP_LIFE_S = 4.0  # a process that has not come by its point by then is killed all the same
PASSAGES_MAX = 8
LOOK_S = 0.02
DRAIN_S = 300.0  # to act on what is left after the last kill

_FORK = multiprocessing.get_context("fork")  # the libraries and the clinic's files are read once, not at each start


class Victim(Protocol):
    """Something that lives in a process of its own until it is killed."""

    def live(self, trap: Trap | None) -> None: ...


@dataclass(slots=True, kw_only=True)
class Killer:
    """Kills a victim `kills` times while the updates flow, half of the times at named points if it has any."""

    victim: Victim
    updates: Sequence[tuple[int, str]]
    push: Callable[[Sequence[tuple[int, str]]], None]
    kills: int
    chance: Random
    folder: Path
    points: Sequence[str] = POINTS
    at: Counter[str] = field(default_factory=Counter)
    pushed: int = 0

    def run(self) -> None:
        """Until every update is pushed and every kill is done."""
        for number in range(self.kills):
            self._one_life(number)
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

    def _one_life(self, number: int) -> None:
        trap = self._trap(number)
        planned = TRAP_LIFE_S if trap else self.chance.uniform(*LIFE_S)
        usual = sum(LIFE_S) / 2
        process = _FORK.Process(target=self.victim.live, args=(trap,))
        process.start()
        began = time.monotonic()
        while process.is_alive() and (lived := time.monotonic() - began) < planned:
            self._push_until((number + min(1.0, lived / (usual if trap else planned))) / self.kills)
            process.join(LOOK_S)
        process.kill()
        process.join()
        self.at[self._where(trap, process.exitcode)] += 1

    def _trap(self, number: int) -> Trap | None:
        if not self.points or number % 2 == 0:
            return None
        point = self.points[number // 2 % len(self.points)]
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
