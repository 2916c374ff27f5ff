"""A page that needs nothing else: no script, no font, no address. Its own policy forbids them."""

from base64 import b64encode
from hashlib import sha256

from bot.drawing.palette import coloured, style_sheet
from bot.drawing.svg import element, words

_FRAME = """
body{margin:0 auto;max-width:1180px;padding:16px 16px 64px}
body{font:16px/1.5 Helvetica,Arial,'Liberation Sans',Roboto,sans-serif}
h1{font-size:1.7rem;margin:.4rem 0}
h2{font-size:1.3rem;margin:2.4rem 0 .4rem}
p{max-width:46rem;margin:.4rem 0}
nav ul{display:flex;flex-wrap:wrap;gap:.3rem 1.4rem;list-style:none;padding:0;margin:.6rem 0}
figure{margin:.8rem 0}
figure svg{max-width:100%;height:auto;display:block}
.on-phone{display:none}
.days{columns:350px 3;column-gap:12px}
.days>details{break-inside:avoid;margin:0 0 12px}
details{border-radius:8px;padding:.35rem .7rem;margin:.5rem 0}
summary{cursor:pointer;font-weight:700;padding:.2rem 0}
summary span{font-weight:400;display:block}
details details{padding:.2rem 0;margin:.2rem 0}
.scroll{overflow-x:auto;margin:.6rem 0 1.4rem}
table{border-collapse:collapse;font-size:.9rem;min-width:40rem}
caption{text-align:start;font-weight:700;padding:.3rem 0}
th,td{text-align:start;vertical-align:top;padding:.3rem .7rem .3rem 0}
ol,ul{padding-inline-start:1.5rem}
li{margin:.25rem 0}
:focus-visible{outline:3px solid;outline-offset:2px}
@media (max-width:899px){.on-desk{display:none}.on-phone{display:block}}
@media print{details:not([open])>*{display:block}.days{columns:1}}
"""
_FRAME_COLOURS = """
body{background:$ground;color:$ink}
a,summary{color:$accent}
details{background:$card;border:1px solid $border}
details details{background:none;border:0}
th,td{border-bottom:1px solid $grid}
.quiet{color:$quiet}
"""


def page(title: str, *body: str) -> str:
    """The whole document."""
    style = style_sheet() + _FRAME + coloured(_FRAME_COLOURS)
    return f"<!DOCTYPE html>\n{element('html', _head(title, style), element('body', *body), lang='en')}\n"


def section(id_: str, heading: str, about: str, content: str) -> str:
    return element(
        "section", element("h2", words(heading), id=id_), element("p", words(about)), content, aria_labelledby=id_
    )


def figure(desk: str, phone: str, in_words: str) -> str:
    """A picture for each kind of screen, of which one is shown, and the same facts in words."""
    shown = (element("div", desk, class_="on-desk"), element("div", phone, class_="on-phone"))
    return element("figure", *shown, details("The same in words", in_words))


def details(summary: str, content: str, *, open_: bool = False) -> str:
    return element("details", element("summary", summary), content, open="open" if open_ else None)


def _head(title: str, style: str) -> str:
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", words(title)),
        f"<style>{style}</style>",
    )
