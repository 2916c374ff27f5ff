"""The frame of every picture: its size, its ground, and what a screen reader says of it."""

from bot.drawing.palette import style_sheet
from bot.drawing.svg import element, number, words


def picture(*inner: str, name: str, title: str, desc: str, width: float, height: float, alone: bool) -> str:
    """An SVG with what a screen reader says of it. `alone` when it is a file of its own and not part of a page."""
    style = element("style", style_sheet()) if alone else ""
    ground = element("rect", class_="ground", width=width, height=height, rx=8)
    return element(
        "svg",
        element("title", words(title), id=f"{name}-title"),
        element("desc", words(desc), id=f"{name}-desc"),
        style,
        ground,
        *inner,
        xmlns="http://www.w3.org/2000/svg" if alone else None,
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
    )
