"""The pictures of the shipped protocols in docs/pictures: the timeline of each, and the concern of two."""

from collections.abc import Iterator
from pathlib import Path

from bot.drawing.charts.formats import wide
from bot.drawing.charts.paint import painted
from bot.drawing.strips import WIDE, timeline_picture
from bot.drawing.timeline import timeline
from bot.protocols import shipped_protocols
from tests.drawing.cases import SURGERY, shipped_case, shipped_concern

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
CONCERNS = ("breast_augmentation", "rhinoplasty")  # of the others it differs in chips and options only
BEGIN = "protocol-"  # how the names of these pictures begin; others in the folder are not ours to keep


def protocol_pictures() -> Iterator[tuple[str, str]]:
    """File name and SVG of each."""
    for procedure in shipped_protocols():
        case = shipped_case(procedure)
        name = case.protocol.name["en"]
        yield (
            f"{BEGIN}{procedure}-timeline.svg",
            timeline_picture(
                timeline(case),
                width=WIDE,
                name="timeline",
                title=f"{name}: what a patient is asked, and when",
                desc=f"Check-ins, visits, healing stages and danger signs, for surgery on {SURGERY}.",
                alone=True,
            ),
        )
        if procedure not in CONCERNS:
            continue
        yield (
            f"{BEGIN}{procedure}-concern.svg",
            painted(
                wide(shipped_concern(procedure)),
                name="concern",
                title=f"{name}: the concern",
                desc="What an unhappy patient is asked, screen by screen, and how each way ends.",
                alone=True,
            ),
        )


def write_pictures() -> None:
    """All of them anew; the pictures of a protocol that ships no more go."""
    drawn = dict(protocol_pictures())
    for old in FOLDER.glob(f"{BEGIN}*.svg"):
        if old.name not in drawn:
            old.unlink()
    for name, svg in drawn.items():
        (FOLDER / name).write_text(f"{svg}\n", encoding="utf-8")
