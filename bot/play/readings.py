"""What the page reads: the scene, the timeline, and what changes."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bot.play.desk import Desk
from bot.play.play import Play
from bot.play.scene import scene
from bot.play.timeline import read_timeline

HEARTBEAT_S = 15.0
APART_S = 1 / 30  # two events are at least so far apart: a screen shows no more


async def scene_of(desk: Desk, request: Request) -> dict[str, Any]:
    """?patient=<patient id>"""
    patient_id = request.query_params.get("patient")
    return scene(desk.play, desk.clockwork, desk.process, patient_id=patient_id, recording=desk.recording.name)


async def timeline_of(desk: Desk, request: Request) -> dict[str, Any]:
    """?patient=<patient id>|all&around=<ISO>&limit="""
    query = request.query_params
    whose = query.get("patient", "all")
    zone = desk.play.stage.house.practice.clinic.tz
    if whose != "all":
        zone = ZoneInfo(desk.play.persons.of_patient(whose).state.zone)
    around = query.get("around")
    moment = desk.play.stage.now if around is None else _moment(around, zone)
    rows = await read_timeline(
        desk.play,
        moment=moment,
        limit=int(query.get("limit", 200)),
        patient_id=None if whose == "all" else whose,
    )
    return {"now": desk.play.stage.now.isoformat(), "rows": [row.as_json(zone) for row in rows]}


def _moment(text: str, zone: ZoneInfo) -> datetime:
    at = datetime.fromisoformat(text.replace(" ", "+"))  # a plus sign that nobody escaped
    return at if at.tzinfo else at.replace(tzinfo=zone)


async def picture_of(desk: Desk, request: Request) -> Response:
    """A picture that somebody sent, by its file id. Nothing but pictures is handed out."""
    stored = desk.play.stage.world.files.by_id(request.path_params["file_id"])
    if stored is None or not stored.mime_type.startswith("image/"):
        raise LookupError("no such picture")
    return Response(stored.content, media_type=stored.mime_type)


async def events_of(desk: Desk, request: Request) -> Response:
    """Server-sent events: one `change` after the other, and a word now and then that we are still here."""
    return StreamingResponse(_told(desk.play), media_type="text/event-stream")


async def _told(play: Play) -> AsyncIterator[bytes]:
    world, seen = play.stage.world, play.news.cursor
    yield _event(seen, ())
    while not world.closing:
        what = play.news.since(seen)
        if what:
            seen = play.news.cursor
            yield _event(seen, what)
            await asyncio.sleep(APART_S)
            continue
        try:
            async with asyncio.timeout(HEARTBEAT_S):
                await play.news.next()
        except TimeoutError:
            yield b": still here\n\n"


def _event(cursor: int, what: tuple[str, ...]) -> bytes:
    return f"event: change\nid: {cursor}\ndata: {json.dumps({'cursor': cursor, 'what': what})}\n\n".encode()
