"""Chat bubbles in a terminal: people's on the right, the bot's on the left, the staff's in a colour of their own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.align import Align
from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

from bot.demo.story import Story
from simulator.records import Button, Rows

BUBBLE_CHARS = 68
PAGE_CHARS = 100
_BUTTON_STYLES = {"danger": "bold red", "primary": "bold cyan"}
_MEDIA = {"sendphoto": "photo", "sendvoice": "voice message", "sendvideo": "video", "sendsticker": "sticker"}


@dataclass(slots=True, kw_only=True)
class Screen:
    """Shows what is said, with the virtual date above whenever it has changed."""

    zone: ZoneInfo
    console: Console = field(default_factory=lambda: Console(width=PAGE_CHARS, highlight=False, emoji=False))
    minute: str = ""

    def title(self, story: Story) -> None:
        self.console.print(Panel(Text(story.about), title=f"[bold]{story.title}[/]", border_style="bold", padding=1))

    def narrate(self, words: str) -> None:
        self.console.print(Padding(Text(words, style="italic magenta"), (1, 2)))

    def said(self, who: str, words: str, at: datetime, *, staff: bool) -> None:
        """A person says or taps something."""
        self._date(at)
        self._bubble(who, Text(words), "yellow" if staff else "green", right=True)

    def bot_said(self, to: str, words: str, rows: Rows, at: datetime, *, staff: bool, method: str = "") -> None:
        """The bot says something to a patient, to the staff chat, or to one of the staff."""
        self._date(at)
        shown = Text()
        if medium := _MEDIA.get(method.lower()):
            shown.append(f"({medium})\n", style="dim")
        shown.append(words)
        for number, line in enumerate(_button_lines(rows)):
            shown.append("\n" if number else "\n\n")
            shown.append_text(line)
        name = "Aftercare → staff chat" if to == "staff" else f"Aftercare → {to}"
        self._bubble(name, shown, "red" if staff else "blue", right=False)

    def changed(self, words: str) -> None:
        """A message of the staff chat now shows something else: its first line tells which, its last line what."""
        lines = words.splitlines() or [""]
        self.console.print(Padding(Text(f"✎ {lines[0]}: {lines[-1]}", style="dim"), (0, 4)))

    def end(self, at: datetime) -> None:
        self.console.print(Rule(f"The story ends on {at.astimezone(self.zone):%A %-d %B %Y}", style="bold"))

    def _date(self, at: datetime) -> None:
        minute = f"{at.astimezone(self.zone):%A %-d %B %Y, %H:%M}"
        if minute != self.minute:
            self.minute = minute
            self.console.print()
            self.console.print(Rule(minute, style="dim"))

    def _bubble(self, who: str, words: Text, border: str, *, right: bool) -> None:
        widest = max((len(line) for line in words.plain.splitlines()), default=0)
        width = min(BUBBLE_CHARS, max(len(who) + 6, widest + 4))
        bubble = Panel(words, title=who, title_align="left", border_style=border, width=width)
        self.console.print(Align(bubble, "right" if right else "left"))


def _button_lines(rows: Rows) -> Iterator[Text]:
    """Each row of buttons as one line; one that does not fit is broken between buttons."""
    for row in rows:
        for buttons in _fitting(row):
            line = Text()
            for number, button in enumerate(buttons):
                line.append(" " if number else "")
                line.append(f"[ {button.text} ]", style=_BUTTON_STYLES.get(button.style or "", "bold"))
            yield line


def _fitting(row: Sequence[Button]) -> Iterator[list[Button]]:
    line: list[Button] = []
    for button in row:
        if line and sum(len(shown.text) + 5 for shown in (*line, button)) > BUBBLE_CHARS - 4:
            yield line
            line = []
        line.append(button)
    if line:
        yield line
