"""How fast Telegram lets a bot speak, kept by ourselves so that it need not tell us."""

from collections import deque
from dataclasses import dataclass, field

BOT_PER_S = 29.5  # Telegram: about 30 messages a second for one bot
CHAT_PER_S = 1.0  # Telegram: one a second in a private chat, short bursts pass
CHAT_BURST = 3
GROUP_PER_MINUTE = 19  # Telegram: 20
CHATS_MAX = 10_000  # remembered at once; the ones that have rested are forgotten


@dataclass(slots=True, kw_only=True)
class Pace:
    """Times are seconds of a clock that only goes forward (`loop.time`)."""

    bot_per_s: float = BOT_PER_S
    chat_burst: int = CHAT_BURST
    group_per_minute: int = GROUP_PER_MINUTE
    _next: float = 0.0
    _chats: dict[int, deque[float]] = field(default_factory=dict)

    def slot(self, now: float) -> float:
        """When the next message of the bot may go, as that clock shows it; the slot is taken."""
        at = max(now, self._next)
        self._next = at + 1 / self.bot_per_s
        return at

    def spoken(self, chat_id: int, now: float) -> None:
        """A message goes to this chat now."""
        self._chats.setdefault(chat_id, deque()).append(now)
        if len(self._chats) > CHATS_MAX:
            self._forget(now)

    def resting(self, now: float) -> dict[int, float]:
        """The chats that have to wait, and until when."""
        return {chat: until for chat in list(self._chats) if (until := self._until(chat, now)) > now}

    def _until(self, chat_id: int, now: float) -> float:
        """Private chats have positive ids, groups negative ones."""
        times = self._chats[chat_id]
        limit, window = (
            (self.chat_burst, self.chat_burst / CHAT_PER_S) if chat_id > 0 else (self.group_per_minute, 60.0)
        )
        while times and times[0] <= now - window:
            times.popleft()
        if not times:
            del self._chats[chat_id]
        return times[0] + window if len(times) >= limit else now

    def _forget(self, now: float) -> None:
        for chat in list(self._chats):
            self._until(chat, now)
