"""Chat bubbles in a terminal: the patient's on the right, the bot's on the left, the staff's in a colour of their own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.align import Align
from rich.console import Console
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

from bot.demo.story import Story

BUBBLE_CHARS = 64
PAGE_CHARS = 100


@dataclass(slots=True, kw_only=True)
class Screen:
    """Shows what is said, with the virtual date above whenever it has changed."""

    zone: ZoneInfo
    console: Console = field(default_factory=lambda: Console(width=PAGE_CHARS, highlight=False, emoji=False))
    minute: str = ""

    def title(self, story: Story) -> None:
        self.console.print(Panel(f"{story.about}", title=f"[bold]{story.title}[/]", border_style="bold"))

    def narrate(self, words: str) -> None:
        self.console.print(Text(f"\n  {words}", style="italic"))

    def said(self, who: str, words: str, at: datetime, *, staff: bool) -> None:
        """A person says or taps something."""
        self._date(at)
        style = "yellow" if staff else "green"
        self._bubble(who, words, style, right=True)

    def bot_said(self, to: str, words: str, buttons: Sequence[str], at: datetime) -> None:
        """The bot says something to a patient or to the staff chat."""
        self._date(at)
        name = "staff chat" if to == "staff" else f"Aftercare → {to}"
        below = "\n\n" + "\n".join(_rows(buttons)) if buttons else ""
        self._bubble(name, words + below, "red" if to == "staff" else "blue", right=False)

    def changed(self, words: str) -> None:
        """A message of the staff chat now shows something else: its last line tells what."""
        self.console.print(Text(f"      (the alert now shows: {words.splitlines()[-1]})", style="dim"))

    def end(self, at: datetime) -> None:
        self.console.print(Rule(f"The story ends on {at.astimezone(self.zone):%A %-d %B %Y}"))

    def _date(self, at: datetime) -> None:
        minute = f"{at.astimezone(self.zone):%A %-d %B %Y, %H:%M}"
        if minute != self.minute:
            self.minute = minute
            self.console.print(Rule(minute, style="dim"))

    def _bubble(self, who: str, words: str, style: str, *, right: bool) -> None:
        width = min(BUBBLE_CHARS, max(len(who) + 6, *(len(line) + 4 for line in words.splitlines() or [""])))
        bubble = Panel(Text(words), title=who, title_align="left", border_style=style, width=width)
        self.console.print(Align(bubble, "right" if right else "left"))


def _rows(buttons: Sequence[str]) -> list[str]:
    """Buttons as they stand, short ones side by side."""
    rows: list[str] = []
    for button in buttons:
        shown = f"[{button}]"
        if (
            rows
            and len(button) <= 3
            and len(rows[-1]) + len(shown) < BUBBLE_CHARS - 6
            and len(rows[-1].split("]")[0]) <= 4
        ):
            rows[-1] += f" {shown}"
        else:
            rows.append(shown)
    return rows
