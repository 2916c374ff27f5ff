"""Something that runs in a process of its own for as long as it is measured."""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_FORK = multiprocessing.get_context("fork")


@contextmanager
def running(live: Callable[..., None], *arguments: Any) -> Iterator[None]:
    """Ended without ceremony at the end of the block."""
    process = _FORK.Process(target=live, args=arguments)
    process.start()
    try:
        yield
    finally:
        process.kill()
        process.join()
