"""The stand-in for Telegram as a process of its own, so that killing the bot kills nothing of it."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

START_S = 20  # for a process on a busy machine


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """A running simulator, moved and watched through its control door."""

    url: str
    token: str
    process: "subprocess.Popen[str]" = field(repr=False)
    http: httpx.Client = field(repr=False)

    def people(self, user_ids: Sequence[int]) -> None:
        """These users exist; none of them has written yet."""
        for user_id in user_ids:
            self._post("users", {"first_name": f"Patient {user_id}", "user_id": user_id, "language_code": "en"})

    def group(self, chat_id: int, members: Sequence[int]) -> None:
        """The staff's group, with every bot in it."""
        self._post("groups", {"title": "Staff", "chat_id": chat_id, "members": list(members)})

    def write(self, texts: Sequence[tuple[int, str]], *, token: str | None = None) -> None:
        """Each of these people writes to the bot, in this order."""
        acts = [{"act": "text", "user": user, "text": text, "bot": token or self.token} for user, text in texts]
        if acts:
            self._post("acts", acts)

    def delivered(self, chat_id: int, *, since: int = 0, wait_s: float = 0) -> list[dict[str, Any]]:
        """The messages that arrived in a chat, as they were sent."""
        query = {"chat_id": chat_id, "since": since, "wait": wait_s}
        items: list[dict[str, Any]] = self._get("delivered", query)["items"]
        return items

    def delivered_anywhere(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self._get("delivered")["items"]
        return items

    def cursor(self) -> int:
        """What to give to `delivered` as `since`, to see only what comes after now."""
        now: int = self._get("delivered", {"chat_id": 0, "since": 1 << 40})["cursor"]
        return now

    def open_chats(self, user_ids: Sequence[int]) -> None:
        """These people have started the bot, which hears nothing of it."""
        self.write([(user_id, "/start") for user_id in user_ids])
        api = f"/bot{self.token}/getUpdates"
        while found := self.http.get(api, params={"limit": 100}).raise_for_status().json()["result"]:
            self.http.get(api, params={"offset": found[-1]["update_id"] + 1, "limit": 1}).raise_for_status()

    def refused(self) -> int:
        """How many calls were answered with 429."""
        calls = self._get("calls", {"method": "sendMessage"})["items"]
        return sum(call["error_code"] == 429 for call in calls)

    def unconfirmed(self) -> int:
        """How many updates the bot has not confirmed yet."""
        return sum(bot["pending"] for bot in self._get("bots") if bot["token"] == self.token)

    def counters(self) -> Counter[str]:
        return Counter(self._get("counters"))

    def _post(self, door: str, body: object) -> Any:
        return self.http.post(f"/control/{door}", json=body).raise_for_status().json()

    def _get(self, door: str, query: dict[str, Any] | None = None) -> Any:
        return self.http.get(f"/control/{door}", params=query).raise_for_status().json()


@contextmanager
def stand_in(*tokens: str, limits: bool = False) -> Iterator[StandIn]:
    """Run a simulator with these bots until the block ends; the first is the one spoken to."""
    bots = [part for token in tokens for part in ("--token", token)]
    command = [sys.executable, "-m", "simulator", "--port", "0", *bots, *(() if limits else ("--no-limits",))]
    cut_off = subprocess.DEVNULL  # it complains of each client that was killed while it spoke
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=cut_off, text=True) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().rsplit(" ", 1)[-1].strip()
            with httpx.Client(base_url=url, trust_env=False, timeout=60) as http:
                yield StandIn(url=url, token=tokens[0], process=process, http=http)
        finally:
            process.terminate()
            process.wait(START_S)
