"""Faults that the next calls meet, and outages that all calls meet."""

import asyncio
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias, get_args

from simulator.wire import Json

FaultKind: TypeAlias = Literal["429", "403", "400", "404", "401", "5xx", "reset", "hang", "slow", "garbage", "half"]
Outage: TypeAlias = Literal["reset", "502"]
KINDS: frozenset[str] = frozenset(get_args(FaultKind))

_WORDS = {
    "400": "Bad Request: the simulator was told to refuse this",
    "401": "Unauthorized",
    "403": "Forbidden: bot was blocked by the user",
    "404": "Not Found",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong, for which calls, how often (`times=None`: until cleared), before or after the call took effect.

    `hang` resets the connection after `seconds`; `slow` answers rightly after `seconds`.
    """

    kind: FaultKind
    method: str | None = None
    chat_id: int | None = None
    times: int | None = 1
    after_delivery: bool = False
    retry_after: int = 5
    status: int = 502
    description: str | None = None
    seconds: float = 3600

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"fault kind {self.kind!r}: expected one of {', '.join(sorted(KINDS))}")

    def meets(self, method: str, chat_id: Any) -> bool:
        if self.method is not None and self.method.lower() != method.lower():
            return False
        return self.chat_id is None or str(self.chat_id) == str(chat_id)

    def error(self) -> Json:
        """The error body, for the kinds that answer with one."""
        match self.kind:
            case "429":
                words = self.description or f"Too Many Requests: retry after {self.retry_after}"
                parameters = {"parameters": {"retry_after": self.retry_after}}
                return {"ok": False, "error_code": 429, "description": words} | parameters
            case "5xx":
                words = self.description or ("Bad Gateway" if self.status == 502 else "Internal Server Error")
                return {"ok": False, "error_code": self.status, "description": words}
            case kind:
                return {"ok": False, "error_code": int(kind), "description": self.description or _WORDS[kind]}


class Faults:
    """The rules in force, first match first."""

    def __init__(self) -> None:
        self.rules: list[Fault] = []
        self.outage: Outage | None = None
        self._pauses: set[asyncio.Future[None]] = set()

    def add(self, kind: FaultKind, **facts: Any) -> Fault:
        """Add a rule at the end of the queue; `facts` are the fields of Fault."""
        fault = Fault(kind=kind, **facts)
        self.rules.append(fault)
        return fault

    def clear(self) -> None:
        """No more faults and no outage."""
        self.rules.clear()
        self.outage = None

    def take(self, method: str, chat_id: Any) -> Fault | None:
        """The fault that this call meets, counted down."""
        for place, fault in enumerate(self.rules):
            if fault.meets(method, chat_id):
                if fault.times is not None:
                    self.rules[place : place + 1] = [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
                return fault
        return None

    async def pause(self, seconds: float) -> None:
        """Wait, but not beyond the end of the server."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._pauses.add(future)
        try:
            await asyncio.wait_for(future, seconds)
        except TimeoutError:
            return
        finally:
            self._pauses.discard(future)

    def end_pauses(self) -> None:
        for future in self._pauses:
            if not future.done():
                future.set_result(None)
