"""Draws docs/pictures anew: starts the demo, waits until a conversation stands on the page, takes its picture."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests import browsers

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
FRAGESTUND = Path(sys.executable).with_name("fragestund")
THREADS = 5


def main() -> None:
    """Take every picture. Needs Debian's Chromium."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        command = [str(FRAGESTUND), "demo", "--port", "0", "--data", data, "--speed", "6", "--json"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as demo:
            assert demo.stdout is not None
            told = json.loads(demo.stdout.readline())
            try:
                draw(told["url"].rstrip("/") + "/" + str(told["sitting"]).rsplit("/", 1)[-1])
            finally:
                demo.terminate()


def draw(citizens_page: str) -> None:
    """The citizen's page, as it is seen on an ordinary screen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**browsers.chromium())
        page = browser.new_page(viewport={"width": 1280, "height": 1640}, locale="sv-SE")
        await_conversation(page, citizens_page)
        page.screenshot(path=FOLDER / "citizen.png")
        browser.close()


def await_conversation(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("article").nth(THREADS - 1).wait_for(timeout=120_000)
    page.reload()
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    main()
