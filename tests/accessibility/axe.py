"""The axe engine in a page: what it finds wrong by WCAG 2.2 A and AA and by good practice."""

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

ENGINE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_RUN = """async ([type, values]) => {
  const found = await axe.run({ runOnly: { type, values }, resultTypes: ["violations"], preload: false })
  return found.violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map(node => node.target.join(" ")) }))
}"""


_IN_SIGHT = """async selector => {
  document.querySelector(selector).scrollIntoView({ block: "center", behavior: "instant" })
  const found = await axe.run({ include: [[selector]] }, { runOnly: { type: "rule", values: ["target-size"] } })
  return found.violations.length === 0
}"""
"""Whether a target is large enough where one has scrolled to it: what lies under a row that stays is not pressed there."""


def wrong(page: Page, *, rules: Sequence[str] = tuple(RULES), kind: str = "tag") -> list[dict[str, Any]]:
    """Every rule that is broken, and where. ``rules``: by tag, or one by one (``kind="rule"``)."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(ENGINE)
    found: list[dict[str, Any]] = page.evaluate(_RUN, [kind, list(rules)])
    for each in found:
        if each["id"] == "target-size":
            each["where"] = [where for where in each["where"] if not page.evaluate(_IN_SIGHT, where)]
    return [each for each in found if each["where"]]
