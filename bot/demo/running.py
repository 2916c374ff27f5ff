"""The running bot, as the stage sees it: in this process, or in one of its own that can be killed."""

from typing import Protocol


class BotDied(Exception):  # noqa: N818
    """The bot's process ended while we waited for it."""


class Running(Protocol):
    """A bot at work."""

    @property
    def alive(self) -> bool:
        """Whether anybody is there at all."""
        ...

    async def rest(self) -> None:
        """Return when all that is due by now has happened: decided, sent, climbed. Raises BotDied."""
        ...
