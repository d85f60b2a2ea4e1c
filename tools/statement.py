"""Writes web/accessibility.json, which the accessibility statement is shown from, out of the results of the accessibility tests.

    python -m pytest tests/accessibility --junitxml build/accessibility.xml
    python -m tools.statement build/accessibility.xml

A test is counted for every criterion that it tries (tests/accessibility/criteria.py). A skipped test counts for nothing.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections import Counter
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

from tests import browsers
from tests.accessibility.criteria import fell_on, tried_by

ROOT = Path(__file__).resolve().parents[1]

FILE = ROOT / "web" / "accessibility.json"


def main(arguments: list[str]) -> int:
    """Write the file from a JUnit report of pytest."""
    report = ElementTree.parse(arguments[0]).getroot()
    FILE.write_text(json.dumps(results(report), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{FILE.relative_to(ROOT)}\n")
    return 0


def results(report: ElementTree.Element) -> dict[str, object]:
    """What the report says of the criteria: how many tests tried each, and how many failed."""
    tests, failed = Counter[str](), Counter[str]()
    pages: set[str] = set()
    counted = fell = 0
    for case in report.iter("testcase"):
        module = case.get("classname", "").rpartition(".")[2]
        name, _, view = case.get("name", "").partition("[")
        criteria = tried_by(module, name)
        if case.find("skipped") is not None or not criteria:
            continue
        trouble = [*case.iter("failure"), *case.iter("error")]
        fallen = fell_on(criteria, "".join(each.text or "" for each in trouble)) if trouble else ()
        counted, fell = counted + 1, fell + bool(trouble)
        tests.update({*criteria, *fallen})
        failed.update(fallen)
        if module == "test_every_page":
            pages.add(view.rstrip("]"))
    suite = next(report.iter("testsuite"))
    return {
        "tested_on": datetime.fromisoformat(suite.get("timestamp", "")).date().isoformat(),
        "version": tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"],
        "tests": counted,
        "failed": fell,
        "pages": len(pages),
        "browsers": tried_in(),
        "tried": [
            {"criterion": each, "tests": tests[each], "failed": failed[each]}
            for each in sorted(tests, key=_place)
        ],
    }


def tried_in() -> list[str]:
    """The browser that the tests are run in, as it names itself."""
    said = subprocess.run(
        [browsers.program("Chromium"), "--version"], capture_output=True, text=True, check=True
    ).stdout
    found = re.match(r"(\S+) (\d+)", said.strip())
    return [f"{found[1]} {found[2]}"] if found else []


def _place(criterion: str) -> list[int]:
    return [int(part) for part in criterion.split(".")]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
