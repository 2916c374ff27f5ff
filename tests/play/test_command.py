"""`aftercare play` and `aftercare story` as they are typed."""

import asyncio
import signal
import socket
import sys
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from bot.__main__ import app

STORY = """title: A story
about: About Lena.
start: "2026-03-02 10:00"
patients:
  Lena: {initials: L.M., procedure: rhinoplasty, surgery: 2026-03-02}
play:
  - {who: Lena, joins: true}
  - {who: Lena, taps: [English, I agree, "18:00"]}
"""


def said(*arguments: str) -> tuple[int, str]:
    """The exit code, and everything that was printed."""
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.output


@pytest.mark.slow
async def test_one_command_opens_a_page_on_this_machine(tmp_path: Path) -> None:
    """It prints an address on the loopback, serves it, and ends when it is told to."""
    file = tmp_path / "story.yaml"
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "play", "--port", "0", "--record", str(file)),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    address = line.split()[1]

    async with httpx.AsyncClient(base_url=address) as client:
        scene = (await client.get("/play/scene")).json()
        everywhere = [one for one in (await client.get("/play/scene")).headers if one == "content-security-policy"]
    process.send_signal(signal.SIGTERM)
    code = await process.wait()

    assert address.startswith("http://127.0.0.1:")
    assert (scene["bot"]["alive"], scene["recording"]) == (True, "story.yaml")
    assert everywhere
    assert code == 0


def test_a_port_that_is_taken_is_told_in_words() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        code, words = said("play", "--port", str(port))

    assert code == 1
    assert f"--port: {port} cannot be used" in words


@pytest.mark.parametrize("port", ["70000", "-1"])
def test_a_port_that_is_none_is_told_in_words(port: str) -> None:
    code, words = said("play", "--port", port)

    assert code != 0
    assert "port" in words


def test_a_story_is_never_overwritten(tmp_path: Path) -> None:
    """What was recorded yesterday stays."""
    file = tmp_path / "story.yaml"
    file.write_text(STORY, encoding="utf-8")

    code, words = said("play", "--port", "0", "--record", str(file))

    assert code == 1
    assert "is there already" in words
    assert file.read_text(encoding="utf-8") == STORY


def test_a_story_is_turned_into_a_golden_conversation(tmp_path: Path) -> None:
    """To a file, or to the screen."""
    file, out = tmp_path / "story.yaml", tmp_path / "golden.yaml"
    file.write_text(STORY, encoding="utf-8")

    written = said("story", str(file), str(out), "--golden")
    shown = said("story", str(file), "--golden")
    looked_at = said("story", str(file))

    assert (written[0], shown[0]) == (0, 0)
    assert out.read_text(encoding="utf-8") == shown[1]
    assert "begins: invited" in shown[1]
    assert looked_at == (0, "A story: Lena, 2 steps. About Lena.\n")


def test_a_broken_story_names_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "story.yaml"
    file.write_text(STORY + "  - {who: Lena, dances: true}\n", encoding="utf-8")

    code, words = said("story", str(file), "--golden")

    assert code == 1
    assert f"{file}:9: play.2.dances: unknown key 'dances'" in words.replace("\n", "")
