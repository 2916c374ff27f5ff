"""The README's screenshots of the page, taken in a real browser from a play that goes on."""

import tempfile
from importlib.resources import as_file, files
from pathlib import Path

from playwright.async_api import async_playwright, expect

from bot.play.serve import open_play
from tests.play.test_browser import CHROMIUM, enrol, press
from tests.play.visitor import START

WIDE, NARROW = {"width": 1400, "height": 900}, {"width": 390, "height": 844}


async def draw(folder: Path) -> None:
    """Write play-light.png, play-dark.png and play-narrow.png."""
    with tempfile.TemporaryDirectory() as place, as_file(files("bot").joinpath("template")) as template:
        async with open_play(Path(place), template, start=START) as opened, async_playwright() as player:
            browser = await player.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
            page = await browser.new_page(viewport=WIDE, reduced_motion="reduce")  # type: ignore[arg-type]  # a size
            await page.goto(opened.url)
            await enrol(page, surgery="2025-09-01")
            await page.fill("#patient-write [name=text]", "/concern I am not happy with my nose")
            await page.keyboard.press("Enter")
            for words in ("None of these", "Tip hangs down", "6", "Talk with my surgeon"):
                await press(page, words)
            await press(page, "I would rather have it in writing")
            await press(page, "Send it as it is")
            await press(page, "Send it")
            await expect(page.locator("#staff-chat")).to_contain_text("Unhappy")
            await page.fill("#patient-write [name=text]", "/concern")
            await page.keyboard.press("Enter")
            await press(page, "I take it", chat="#staff-chat")
            await expect(page.locator("#staff-chat")).to_contain_text("Taken by Ana Ruiz")
            await page.wait_for_timeout(500)
            await page.screenshot(path=folder / "play-light.png")
            await page.emulate_media(color_scheme="dark")
            await page.screenshot(path=folder / "play-dark.png")
            await page.set_viewport_size(NARROW)  # type: ignore[arg-type]  # a size
            await page.screenshot(path=folder / "play-narrow.png")
            await browser.close()
