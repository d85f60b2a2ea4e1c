"""Lighthouse's marks for the pages that citizens meet, on a sitting with sixty threads, as it measures a telephone on slow 4G.

    python -m tools.lighthouse

Needs node (20 or later) and fetches Lighthouse from npm. The marks go to docs/lighthouse.md; the status is 1 where a goal is missed.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from tests import browsers
from tests.house import Held, Program
from tests.web.test_bytes import ANSWER, PLACES, QUESTION, THREADS

ROOT = Path(__file__).resolve().parents[1]
LIGHTHOUSE = "lighthouse@13.5.0"
GOALS = {"accessibility": 100, "best-practices": 100, "performance": 95}
TOLD = {
    "largest-contentful-paint": "Largest paint",
    "total-blocking-time": "Blocked",
    "cumulative-layout-shift": "Shift",
}
PAGES = {
    "home": "/",
    "sitting": "/{slug}",
    "form": "/{slug}/ask",
    "receipt": "{receipt}",
    "rules": "/{slug}/rules",
}


@dataclass(frozen=True)
class Marks:
    """What a page got: of a hundred by category, and how long or how much by measure, in Lighthouse's words."""

    page: str
    of_hundred: dict[str, int]
    measures: dict[str, str]

    @property
    def missed(self) -> list[str]:
        return [f"{self.page}: {name} {mark}" for name, mark in self.of_hundred.items() if mark < GOALS[name]]


def main() -> int:
    """Measure every page once and write the marks. The exit status is 1 where a goal is missed or node is."""
    if not shutil.which("npx"):
        sys.stderr.write("Lighthouse needs node: install it (Debian: apt-get install npm) and try again.\n")
        return 1
    with tempfile.TemporaryDirectory() as folder, Program(Path(folder)) as program:
        held = program.hold()
        for turn in range(THREADS):
            place = PLACES[turn % len(PLACES)]
            held.published(QUESTION.format(place=place, turn=turn), ANSWER.format(place=place, turn=turn))
        marks = list(measured(held, Path(folder)))
        held.close()
    (ROOT / "docs" / "lighthouse.md").write_text(paper(marks, datetime.now(UTC).date()), encoding="utf-8")
    missed = [line for each in marks for line in each.missed]
    sys.stdout.write("\n".join(missed or ["Every goal is met; see docs/lighthouse.md"]) + "\n")
    return 1 if missed else 0


def measured(held: Held, folder: Path) -> Iterator[Marks]:
    receipt = held.asked("Blir det billigare för unga att åka?").path
    for name, path in PAGES.items():
        address = held.program.origin + path.format(slug=held.slug, receipt=receipt)
        report = folder / f"{name}.json"
        asked = [
            *("npx", "--yes", LIGHTHOUSE, address, "--quiet", "--output=json", f"--output-path={report}"),
            *(f"--only-categories={','.join(GOALS)}", "--chrome-flags=--headless=new --no-sandbox"),
        ]
        subprocess.run(asked, check=True, env={**os.environ, "CHROME_PATH": browsers.program("Chromium")})
        told = json.loads(report.read_text(encoding="utf-8"))
        yield Marks(
            name,
            {goal: round(100 * told["categories"][goal]["score"]) for goal in GOALS},
            {measure: told["audits"][measure]["displayValue"] for measure in TOLD},
        )


def paper(marks: list[Marks], today: date) -> str:
    """The marks as a document."""
    head = ["Page", *(f"{goal} (at least {least})" for goal, least in GOALS.items()), *TOLD.values()]
    rows = [[each.page, *map(str, each.of_hundred.values()), *each.measures.values()] for each in marks]
    table = "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---", *["--:"] * (len(head) - 1)], *rows])
    return (
        f"# Lighthouse\n\nMeasured {today} with {LIGHTHOUSE} in Chromium, as a telephone on slow 4G with a processor four times"
        f" slower than this machine's, on a live sitting with {THREADS} published threads. `make lighthouse` measures anew.\n\n"
        f"{table}\n"
    )


if __name__ == "__main__":
    sys.exit(main())
