"""Who may come to the page's door, and what they get there."""

import httpx
import pytest

from bot.play.serve import Opened
from tests.play.visitor import LENA, Visitor


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", ""])
async def test_a_foreign_name_is_refused(visitor: Visitor, host: str) -> None:
    """A page elsewhere that points its own name to this machine reads and writes nothing."""
    read = await visitor.client.get("/play/scene", headers={"host": host})
    written = await visitor.client.post("/control/act/text", json={}, headers={"host": host})
    door_of_bots = await visitor.client.get(
        f"/bot{visitor.opened.play.stage.world.bot().token}/getMe", headers={"host": host}
    )

    assert [read.status_code, written.status_code, door_of_bots.status_code] == [403, 403, 403]


@pytest.mark.parametrize("path", ["/play/enroll", "/control/act/text", "/play/bot"])
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
async def test_writing_from_another_page_is_refused(visitor: Visitor, path: str, origin: str) -> None:
    """A form or a script of another page cannot act here."""
    answer = await visitor.client.post(path, json=LENA, headers={"origin": origin})

    assert (answer.status_code, answer.json()) == (403, {"error": "this came from another page"})


async def test_what_is_no_json_is_refused(visitor: Visitor) -> None:
    """A form can be sent from anywhere without asking; JSON cannot."""
    answers = [
        await visitor.client.post(path, content="{}", headers={"content-type": "text/plain"})
        for path in ("/play/enroll", "/control/act/text")
    ]

    assert [(answer.status_code, answer.json()["error"]) for answer in answers] == [(403, "send application/json")] * 2


async def test_our_own_page_may_write(visitor: Visitor, opened: Opened) -> None:
    """The same with the headers of a browser that shows our page."""
    headers = {"origin": opened.url, "sec-fetch-site": "same-origin"}

    answer = await visitor.client.post("/play/enroll", json=LENA, headers=headers)

    assert answer.status_code == 200


async def test_everything_of_the_page_comes_with_strict_headers(visitor: Visitor) -> None:
    """No script but ours, no frame, nothing kept, nothing told to others; also on errors."""
    answers = [await visitor.client.get(path) for path in ("/", "/page/nothing.js", "/play/scene", "/control/users")]

    for answer in answers:
        assert "default-src 'none'; script-src 'self'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    ["/page/../serve.py", "/page/%2e%2e/serve.py", "/page/..%2fserve.py", "/page/", "/page/%00", "/page/a\\b"],
)
async def test_only_files_of_the_page_are_served(opened: Opened, path: str) -> None:
    """No path leads out of the page's folder."""
    async with httpx.AsyncClient() as client:
        answer = await client.get(httpx.URL(opened.url).copy_with(raw_path=path.encode()))

    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/control/clock", "/control/outage"])
async def test_clock_and_outages_have_one_door(visitor: Visitor, path: str) -> None:
    """Moving the clock past the play would look to the bot like an outage."""
    answer = await visitor.client.post(path, json={"advance": 60, "kind": "reset"})

    assert answer.status_code == 403
    assert "/play/" in answer.json()["error"]
