"""Who may come to the page's door: this machine, from this page. And what the browser may do with what it gets."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "media-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
READS = frozenset({"GET", "HEAD"})
BOT_DOORS = ("/bot", "/file/bot")  # Telegram's own doors, through which the bot comes; the token is their key
ELSEWHERE: Mapping[str, str] = {  # what would go past the play's own clock and trouble
    "/control/clock": "use POST /play/clock",
    "/control/outage": "use POST /play/trouble",
}


class Guard:
    """Refuses names that are not this machine's (a page elsewhere may point its own name here), and writing from
    elsewhere."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        why = _refused(scope)
        if why is not None:
            await JSONResponse({"error": why}, status_code=403, headers=dict(HEADERS))(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start" and not scope["path"].startswith(BOT_DOORS):
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, marked)


def _refused(scope: Scope) -> str | None:
    """Why this request is not served; None when it is."""
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    if host.rpartition(":")[0] not in LOOPBACK and host not in LOOPBACK:
        return "this page is for this machine only: open it by the address that was printed"
    if scope["path"].startswith(BOT_DOORS):
        return None
    if scope["method"] in READS and (scope["path"] == "/" or scope["path"].startswith("/page/")):
        return None
    return _from_elsewhere(headers, host) or _not_to_be_written(scope, headers)


def _from_elsewhere(headers: Headers, host: str) -> str | None:
    origin = headers.get("origin")
    same = headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")
    return None if same and (origin is None or urlsplit(origin).netloc == host) else "this came from another page"


def _not_to_be_written(scope: Scope, headers: Headers) -> str | None:
    if scope["method"] in READS:
        return None
    if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return "send application/json"
    return ELSEWHERE.get(scope["path"])
