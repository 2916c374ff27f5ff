"""What a browser does at the page's door."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from bot.play.serve import Opened

START = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Europe/Madrid"))
LENA: dict[str, Any] = {
    "first_name": "Lena",
    "initials": "L.M.",
    "procedure": "rhinoplasty",
    "surgery_on": "2026-03-02",
    "surgeon": "Dr Elena Vega",
    "language": "en",
}


@dataclass(slots=True, kw_only=True)
class Visitor:
    """Asks, acts, and waits for what comes of it."""

    client: httpx.AsyncClient
    opened: Opened

    async def scene(self, **query: str) -> dict[str, Any]:
        scene: dict[str, Any] = (await self.client.get("/play/scene", params=query)).json()
        return scene

    async def post(self, path: str, status: int = 200, **body: object) -> dict[str, Any]:
        answer = await self.client.post(path, json=body)
        assert answer.status_code == status, answer.text
        told: dict[str, Any] = answer.json()
        return told

    async def enroll(self, status: int = 200, **changed: object) -> dict[str, Any]:
        return await self.post("/play/enroll", status, **LENA | changed)

    async def act(self, name: str, status: int = 200, **facts: object) -> Any:
        """Something a person does, and everything that comes of it at once."""
        answer = await self.client.post(f"/control/act/{name}", json=facts)
        assert answer.status_code == status, answer.text
        await self.opened.play.settle()
        return answer.json()

    async def joined(self, **changed: object) -> dict[str, Any]:
        """A patient who has opened the link, typed the code, and agreed."""
        person = await self.enroll(**changed)
        await self.act("open_link", user=person["id"], payload=person["link"].partition("start=")[2])
        await self.act("text", user=person["id"], text=person["code"])
        for label in ("English", "I agree", "18:00"):
            await self.act("press", user=person["id"], label=label)
        return next(one for one in (await self.scene())["people"] if one["id"] == person["id"])

    async def time(self, do: str, status: int = 202, **facts: object) -> dict[str, Any]:
        """Move the clock, and wait until it stands."""
        told = await self.post("/play/clock", status, do=do, **facts)
        await self.opened.clockwork.finished()
        return told

    async def timeline(self, patient: str = "all", **query: object) -> list[dict[str, Any]]:
        params = {"patient": patient, **{name: str(value) for name, value in query.items()}}
        answer = await self.client.get("/play/timeline", params=params)
        assert answer.status_code == 200, answer.text
        rows: list[dict[str, Any]] = answer.json()["rows"]
        return rows

    async def texts(self, chat: int) -> list[str]:
        answer = await self.client.get("/control/delivered", params={"chat_id": chat})
        return [item["text"] for item in answer.json()["items"]]

    async def until_seen(self, what: str, seen: set[str]) -> None:
        """Read the events until this topic was told of."""
        async with asyncio.timeout(5), self.client.stream("GET", "/play/events") as events:
            async for line in events.aiter_lines():
                seen.update(word for word in line.replace('"', " ").split())
                if what in seen:
                    return
