"""The simulator as a process of its own."""

import asyncio
import sys
from asyncio.subprocess import PIPE

import httpx


async def test_it_runs_by_itself_and_stops_when_told(http: httpx.AsyncClient) -> None:
    """It says where it listens, knows the bot it was given, and ends quietly with an open poll."""
    command = [sys.executable, "-m", "simulator", "--port", "0", "--token", "42:ABC"]
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE)
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().split()[-1]
    poll = asyncio.create_task(http.get(f"{url}/bot42:ABC/getUpdates", params={"timeout": 30}))

    await http.get(f"{url}/control/changes", params={"since": 0, "wait": 5})

    me = (await http.get(f"{url}/bot42:ABC/getMe")).json()
    process.terminate()
    _, errors = await process.communicate()

    assert me["result"]["id"] == 42
    assert errors == b""
    assert (await poll).json() == {"ok": True, "result": []}
