"""While a story is recorded, everything that is done comes through here: told first, then done, then written down."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.play.play import Play
from bot.play.recorder import Recorder
from bot.play.told import Told
from simulator.control import do_act

Done = TypeVar("Done")


@dataclass(slots=True, kw_only=True)
class Recording:
    """One deed after the other. Without a recorder a deed is simply done."""

    play: Play
    recorder: Recorder | None = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def name(self) -> str | None:
        return None if self.recorder is None else self.recorder.name

    async def act(self, name: str, facts: dict[str, Any]) -> Any:
        """Somebody acts at Telegram. Raises NotTold, and what the act itself raises."""
        world = self.play.stage.world

        async def acted() -> Any:
            return do_act(world, name, dict(facts))

        return await self.deed(lambda recorder: recorder.act(name, facts), acted)

    async def deed(self, tell: Callable[[Recorder], Told], do: Callable[[], Awaitable[Done]]) -> Done:
        """Do it. When it is recorded, all that was done before has come to its end first, as it will when it is played
        again."""
        if self.recorder is None:
            return await do()
        async with self._turn:
            await self.play.settle()
            told, at = tell(self.recorder), self.play.stage.now
            done = await do()
            self.recorder.note(told, at=at)
            return done
