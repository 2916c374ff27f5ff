"""The page of a preview: well-formed, needing nothing from elsewhere, and readable without its pictures."""

import re
from base64 import b64encode
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from bot.drawing.preview import preview_page
from tests.drawing.cases import shipped_case, shipped_page

every_procedure = pytest.mark.parametrize(
    "procedure", ["rhinoplasty", pytest.param("breast_augmentation", marks=pytest.mark.slow)]
)

FETCHING = {"script", "link", "img", "iframe", "object", "embed", "image", "use", "form"}


class _Reader(HTMLParser):
    """Reads a page strictly: what is opened is closed, in the right order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.problems: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.shown: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags.append((tag, dict(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.problems.append(f"</{tag}> in {self.open[-3:]}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if "svg" not in self.open and "style" not in self.open:
            self.shown.append(data)


def _read(procedure: str, language: str = "en") -> _Reader:
    reader = _Reader()
    reader.feed(shipped_page(procedure, language))
    reader.close()
    return reader


@every_procedure
def test_the_page_is_well_formed(procedure: str) -> None:
    """Every element is closed where it belongs; only elements without content close themselves."""
    reader = _read(procedure)

    empty = {tag for tag, _ in reader.tags} & {"div", "ul", "ol", "td", "tbody", "span", "q", "svg"}
    assert reader.problems == []
    assert reader.open == []
    assert [tag for tag in empty if f"<{tag}/>" in shipped_page(procedure)] == []


@every_procedure
def test_nothing_is_fetched_or_run(procedure: str) -> None:
    """No script, no style in an attribute, no address; links lead to places on the page."""
    page, reader = shipped_page(procedure), _read(procedure)

    attributes = {name for _, attrs in reader.tags for name in attrs}
    assert {tag for tag, _ in reader.tags} & {
        "script",
        "link",
        "img",
        "iframe",
        "object",
        "image",
        "use",
        "form",
    } == set()
    assert {name for name in attributes if name.startswith("on")} == set()
    assert attributes & {"style", "src", "srcset", "action", "xlink:href"} == set()
    assert re.findall(r"https?:|url\(|@import|//", page.replace("http-equiv", "")) == []
    assert all((attrs.get("href") or "#").startswith("#") for _, attrs in reader.tags)


@every_procedure
def test_the_policy_allows_its_own_style_and_nothing_else(procedure: str) -> None:
    """The page forbids everything but the one style sheet, named by its hash."""
    page = shipped_page(procedure)
    style = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    policy = next(a["content"] for _, a in _read(procedure).tags if a.get("http-equiv") == "Content-Security-Policy")

    digest = b64encode(sha256(style[0].encode()).digest()).decode()

    assert len(style) == 1
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@every_procedure
def test_each_picture_says_what_it_is(procedure: str) -> None:
    """A title and a description, named by ids that exist once; and the same in words beside it."""
    page, reader = shipped_page(procedure), _read(procedure)
    ids = Counter(attrs["id"] for _, attrs in reader.tags if "id" in attrs)
    pictures = [attrs for tag, attrs in reader.tags if tag == "svg"]

    named = [id_ for attrs in pictures for id_ in (attrs["aria-labelledby"] or "").split()]

    assert len(pictures) > 10
    assert {attrs["role"] for attrs in pictures} == {"img"}
    assert set(ids.values()) == {1}
    assert len(named) == 2 * len(pictures)
    assert set(named) <= set(ids)
    assert page.count("<figure>") == page.count("<summary>The same in words</summary>")


@every_procedure
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_words_below_have_all_of_the_protocol(procedure: str, language: str) -> None:
    """Questions, choices, replies, danger signs, stages and visits can be read without any picture."""
    protocol = shipped_case(procedure).protocol
    shown = " ".join(_read(procedure, language).shown)
    texts = [question.ask for question in protocol.questions.values()]
    texts += [choice.label for question in protocol.questions.values() for choice in question.choices]
    texts += [flag.label for flag in protocol.red_flags] + [flag.advice for flag in protocol.red_flags]
    texts += [stage.changing for stage in protocol.stages] + [visit.what for visit in protocol.visits]

    missing = [text[language] for text in texts if _without_places(text[language]) not in shown]

    assert missing == []


def _without_places(text: str) -> str:
    """The longest part that is the same for every clinic."""
    return max(re.split(r"\{\w+\}", text), key=len)


@every_procedure
def test_the_screens_of_the_concern_are_told_in_order(procedure: str) -> None:
    """The numbers in the picture are the numbers of the list."""
    concern = shipped_page(procedure).partition('<section aria-labelledby="concern">')[2]
    listed = re.findall(r"<li><strong>([^<]+)</strong>: ", concern)

    drawn = re.findall(r'class="title"[^>]*>(\d+)\s+([^<]+)<', concern)

    assert {(int(number), title) for number, title in drawn} == set(enumerate(listed, start=1))


def test_words_that_look_like_markup_stay_words() -> None:
    """A protocol with tags and quotes in its words cannot change the page."""
    case = shipped_case("rhinoplasty")
    name = "<script>alert('1')</script> & \"more\""
    protocol = case.protocol.model_copy(update={"name": {"en": name}})
    practice = replace(case.house.practice, protocols={"rhinoplasty": protocol})

    page = preview_page(replace(case, protocol=protocol, house=replace(case.house, practice=practice)))

    reader = _Reader()
    reader.feed(page)
    assert "script" not in {tag for tag, _ in reader.tags}
    assert reader.problems == []
    assert name in " ".join(reader.shown)
