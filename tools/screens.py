"""Takes a picture of every page in every state, and of the patterns, on phone, tablet and wide screen, in light and dark.

    python -m tools.screens [FOLDER] [--only WORD] [--within MINUTES]

The pages are those of tests/accessibility/views.py, so nothing that can be met is missing. FOLDER (build/screens) gets an
index.html to look through. What has not been taken when the minutes are over is said in it.
"""

import argparse
import html
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests import browsers
from tests.accessibility.conftest import sitting_of
from tests.accessibility.scene import Scene, scene
from tests.accessibility.views import VIEWS, View
from tests.house import Program

ROOT = Path(__file__).resolve().parents[1]

SIZES = {390: 844, 820: 1180, 1440: 900}
SCHEMES = ("light", "dark")
TALLEST = 12_000


@dataclass(frozen=True)
class Shot:
    """A picture that was taken, or why not."""

    name: str
    width: int
    scheme: str
    file: str
    wrong: str = ""


def main(arguments: list[str] | None = None) -> int:
    """Take them all, within the time. The exit status is 1 where a page could not be opened."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", nargs="?", type=Path, default=ROOT / "build" / "screens")
    asked.add_argument("--only", default="", help="views whose name holds this word")
    asked.add_argument("--within", type=float, default=30, metavar="MINUTES")
    chosen = asked.parse_args(arguments)
    chosen.folder.mkdir(parents=True, exist_ok=True)
    wanted = {name: view for name, view in VIEWS.items() if chosen.only in name}
    until = time.monotonic() + chosen.within * 60
    with (
        tempfile.TemporaryDirectory() as data,
        Program(Path(data)) as program,
        sync_playwright() as playwright,
    ):
        stage = scene(program)
        browser = playwright.chromium.launch(**browsers.chromium())
        shots = [
            shot
            for name, view in wanted.items()
            for shot in of_view(stage, browser, name, view, chosen.folder, until)
        ]
        browser.close()
        stage.close()
    (chosen.folder / "index.html").write_text(index(shots), encoding="utf-8")
    taken = sum(not shot.wrong for shot in shots)
    sys.stdout.write(f"{taken} pictures of {len(wanted)} views in {chosen.folder}\n")
    return 1 if taken < len(shots) else 0


def of_view(
    stage: Scene, browser: Browser, name: str, view: View, folder: Path, until: float
) -> Iterator[Shot]:
    """One view in every size and light. The page is opened once for each size: what is done to it is done as somebody would."""
    for width, height in SIZES.items():
        files = {scheme: f"{re.sub(r'[^a-z0-9]+', '-', name)}_{width}_{scheme}.png" for scheme in SCHEMES}
        if time.monotonic() > until:
            yield from (Shot(name, width, scheme, "", "the time was over") for scheme in SCHEMES)
            continue
        context = browser.new_context(
            base_url=stage.program.origin,
            locale="sv",
            reduced_motion="reduce",
            viewport={"width": width, "height": height},
        )
        context.set_default_timeout(10_000)
        try:
            page = opened(stage, view, context.new_page())
            for scheme, file in files.items():
                page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                tall = int(page.evaluate("document.documentElement.scrollHeight"))
                page.screenshot(path=folder / file, full_page=tall < TALLEST)
                yield Shot(name, width, scheme, file)
        except (Error, AssertionError) as error:
            yield Shot(name, width, "", "", str(error).splitlines()[0])
        finally:
            context.close()


def opened(stage: Scene, view: View, page: Page) -> Page:
    """The page as somebody finds it, after what they did."""
    if view.who != "citizen":
        name, _, value = (sitting_of(stage, view).cookie(view.who) or "").partition("=")
        page.context.add_cookies([{"name": name, "value": value, "url": stage.program.origin}])
    page.goto(view.path(stage))
    if view.act:
        view.act(page)
    return page


def index(shots: list[Shot]) -> str:
    """All of them on one page, view by view."""
    names = list(dict.fromkeys(shot.name for shot in shots))
    rows = "".join(
        f'<section id="{html.escape(name)}"><h2>{html.escape(name)}</h2>{"".join(_figure(each) for each in shots if each.name == name)}</section>'
        for name in names
    )
    style = "body{font:16px system-ui;margin:2rem}section{margin-block:2rem}figure{display:inline-block;margin:0 1rem 1rem 0;vertical-align:top}img{inline-size:22rem;max-block-size:30rem;object-fit:cover;object-position:top;border:1px solid #888}"
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Screens</title><style>{style}</style><h1>Screens</h1>{rows}</html>\n'


def _figure(shot: Shot) -> str:
    if shot.wrong:
        return f"<p><b>{shot.width} {shot.scheme}: {html.escape(shot.wrong)}</b></p>"
    label = f"{shot.width} {shot.scheme}"
    return f'<figure><a href="{shot.file}"><img src="{shot.file}" alt="{html.escape(shot.name)}, {label}" loading="lazy"></a><figcaption>{label}</figcaption></figure>'


if __name__ == "__main__":
    sys.exit(main())
