"""Telegram's limits on sending, on the simulator's clock."""

import math
from dataclasses import dataclass, field
from datetime import datetime

from simulator.errors import too_many_requests


@dataclass(slots=True, kw_only=True)
class Bucket:
    """Tokens that come back with time; a message takes one."""

    capacity: float
    per_second: float
    tokens: float
    at: datetime

    def wait_seconds(self, now: datetime) -> float:
        """How long until there is a token; 0 when there is one."""
        gone = max(0.0, (now - self.at).total_seconds())
        self.tokens = min(self.capacity, self.tokens + gone * self.per_second)
        self.at = now
        return 0.0 if self.tokens >= 1 - 1e-9 else (1 - self.tokens) / self.per_second


@dataclass(slots=True, kw_only=True)
class Limits:
    """Messages and edits count; other calls do not. Set `on` to False to send without limits."""

    on: bool = True
    bot_per_second: int = 30
    private_per_second: float = 1
    private_burst: int = 5  # Telegram lets short bursts pass; how short it does not say
    group_per_minute: int = 20
    _buckets: dict[tuple[int, int], Bucket] = field(default_factory=dict)

    def spend(self, *, bot_id: int, chat_id: int, is_private: bool, now: datetime) -> None:
        """Take one message from the bot's and the chat's allowance; raises 429 when either is used up."""
        if not self.on:
            return
        chat = self._chat_bucket(bot_id, chat_id, is_private, now)
        bot = self._bucket((bot_id, 0), self.bot_per_second, self.bot_per_second, now)
        wait = max(chat.wait_seconds(now), bot.wait_seconds(now))
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        chat.tokens -= 1
        bot.tokens -= 1

    def reset(self) -> None:
        """Everybody may send at once again."""
        self._buckets.clear()

    def _chat_bucket(self, bot_id: int, chat_id: int, is_private: bool, now: datetime) -> Bucket:
        if is_private:
            return self._bucket((bot_id, chat_id), self.private_burst, self.private_per_second, now)
        return self._bucket((bot_id, chat_id), self.group_per_minute, self.group_per_minute / 60, now)

    def _bucket(self, key: tuple[int, int], capacity: float, per_second: float, now: datetime) -> Bucket:
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = Bucket(capacity=capacity, per_second=per_second, tokens=capacity, at=now)
            self._buckets[key] = bucket
        return bucket
