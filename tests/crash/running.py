"""All runs at the same time, each killed by a killer of its own."""

import multiprocessing
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import Protocol

from tests.crash.result import Result

_FORK = multiprocessing.get_context("fork")


class Run(Protocol):
    """One bot, killed through the whole plan."""

    def result(self) -> Result: ...


def side_by_side(runs: Sequence[Run]) -> list[Result]:
    """The results, in the order of the runs."""
    waiting = []
    for run in runs:
        here, there = _FORK.Pipe()
        process = _FORK.Process(target=_run, args=(run, there))
        process.start()
        there.close()
        waiting.append((process, here))
    results = []
    for process, here in waiting:
        results.append(here.recv())
        process.join()
    return results


def _run(run: Run, answer: "Connection[Result, None]") -> None:
    answer.send(run.result())
