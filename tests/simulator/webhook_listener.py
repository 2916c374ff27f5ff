"""A bot's side of a webhook: it notes each update and answers what the test says."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, kw_only=True)
class Listener:
    """What arrived, and the status to answer with."""

    url: str
    answer: Callable[[Any], int]
    arrived: list[tuple[Any, dict[str, str]]] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update, _ in self.arrived]


@asynccontextmanager
async def listen(answer: Callable[[Any], int] = lambda update: 200) -> AsyncIterator[Listener]:
    """A listener on the loopback."""
    listener = Listener(url="", answer=answer)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await _head(reader):
            headers = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if line)
            update = json.loads(await reader.readexactly(int(headers["content-length"])))
            listener.arrived.append((update, headers))
            writer.write(f"HTTP/1.1 {listener.answer(update)} X\r\ncontent-length: 0\r\n\r\n".encode())
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    listener.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
    try:
        yield listener
    finally:
        server.close()


async def _head(reader: asyncio.StreamReader) -> str:
    try:
        return (await reader.readuntil(b"\r\n\r\n")).decode()
    except (asyncio.IncompleteReadError, ConnectionError):
        return ""
