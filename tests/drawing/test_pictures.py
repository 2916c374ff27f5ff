"""The pictures in docs/ are what the program draws today."""

from tests.drawing.pictures import BEGIN, FOLDER, protocol_pictures


def test_the_pictures_of_the_protocols_are_current() -> None:
    """Each shipped protocol has its timeline, and two their concern, byte for byte. Else: make pictures."""
    expected = {name: f"{svg}\n" for name, svg in protocol_pictures()}

    actual = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob(f"{BEGIN}*.svg")}

    assert sorted(actual) == sorted(expected)
    assert [name for name in expected if actual[name] != expected[name]] == []


def test_a_picture_stands_alone() -> None:
    """It has its own name space and style, and loads nothing."""
    for path in FOLDER.glob(f"{BEGIN}*.svg"):
        svg = path.read_text(encoding="utf-8")

        assert svg.startswith("<svg ")
        assert svg.count("://") == 1  # the name space
        assert "<style>" in svg
        assert "prefers-color-scheme:dark" in svg
