"""Elements of SVG and HTML as text: foreign words are cleaned and escaped, numbers written in one way only."""

from xml.sax.saxutils import escape, quoteattr

from messages.text import clean

Value = str | float | None


def element(name: str, /, *inner: str, **attributes: Value) -> str:
    """One element. `inner` is markup already; an attribute `class_` is `class`, `text_anchor` is `text-anchor`."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_value(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{''.join(inner)}</{name}>" if inner else f"<{name}{written}/>"


def words(text: str) -> str:
    """Foreign words as markup."""
    return escape(clean(text))


def number(value: float) -> str:
    """At most one decimal, and never `-0` or `3.0`."""
    return f"{round(value, 1) + 0:g}"


def points(corners: list[tuple[float, float]]) -> str:
    """`x,y x,y …`"""
    return " ".join(f"{number(x)},{number(y)}" for x, y in corners)


def _value(value: str | float) -> str:
    return clean(value) if isinstance(value, str) else number(value)
