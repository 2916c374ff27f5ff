"""What has changed, told to everybody who watches: each topic with the number of its last change."""

from simulator.changes import Changes

TOPICS = ("chat", "clock", "bot", "people", "timeline", "trouble")


class News:
    """A cursor that grows with each change, and the topics that changed after any cursor."""

    def __init__(self) -> None:
        self.cursor = 0
        self._at = dict.fromkeys(TOPICS, 0)
        self._bell = Changes()

    def tell(self, *what: str) -> None:
        """These topics are not any more as they were."""
        self.cursor += 1
        for topic in what:
            self._at[topic] = self.cursor
        self._bell.touch()

    def since(self, cursor: int) -> tuple[str, ...]:
        """The topics that changed after this cursor."""
        return tuple(topic for topic in TOPICS if self._at[topic] > cursor)

    async def next(self) -> None:
        """Return at the next change."""
        await self._bell.next()
