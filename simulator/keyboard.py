"""Reply markup: what Telegram refuses, and the buttons it shows."""

import re
from typing import Any

from simulator.errors import bad_request
from simulator.records import Button
from simulator.wire import Json

CALLBACK_DATA_BYTES_MAX = 64
BUTTONS_MAX = 100  # more and Telegram refuses the markup
_ACTIONS = (
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_STYLES = ("danger", "success", "primary")


def checked_markup(markup: Json | None) -> Json | None:
    """The markup as Telegram keeps it; None when there is none."""
    if markup is None or "inline_keyboard" not in markup:
        return markup
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    rows = [[_checked_button(button) for button in row] for row in rows if row]
    if sum(map(len, rows)) > BUTTONS_MAX:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return {"inline_keyboard": rows} if rows else None


def shown_buttons(markup: Json | None) -> tuple[tuple[Button, ...], ...]:
    """The inline buttons, row by row."""
    rows = (markup or {}).get("inline_keyboard", ())
    return tuple(
        tuple(Button(text=b["text"], data=b.get("callback_data"), url=b.get("url"), style=b.get("style")) for b in row)
        for row in rows
    )


def _checked_button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: expected an Object")
    if not isinstance(button.get("text"), str) or not button["text"]:
        raise bad_request("can't parse inline keyboard button: can't find field \"text\"")
    if not any(action in button for action in _ACTIONS):
        raise bad_request("can't parse inline keyboard button: text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not _fits(data):
        raise bad_request("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and not re.match(r"(https?|tg|mailto|tel)://?\S+|[\w-]+(\.[\w-]+)+", str(url)):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if button.get("style") not in (None, "", *_STYLES):
        raise bad_request("can't parse inline keyboard button: invalid button style specified")
    return button


def _fits(data: Any) -> bool:
    return isinstance(data, str) and 1 <= len(data.encode("utf-8", "surrogatepass")) <= CALLBACK_DATA_BYTES_MAX
