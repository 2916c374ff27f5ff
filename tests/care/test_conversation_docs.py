"""The pages of conversations are what the program says today."""

from tests.care.conversation_docs import FOLDER, pages


def test_the_pages_are_current() -> None:
    """Every page in docs/conversations is as its conversation goes now. Else: make golden."""
    expected = dict(pages())

    actual = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}

    assert sorted(actual) == sorted(expected)
    assert [name for name in expected if actual[name] != expected[name]] == []
