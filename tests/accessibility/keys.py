"""Somebody with a keyboard and nothing else, who has to see where they are at every stop."""

from typing import Any

from playwright.sync_api import Page

MOST = 120


class Keys:
    """The keyboard of a page. Every stop on the way must be marked and in sight (WCAG 2.4.7 and 2.4.11)."""

    def __init__(self, page: Page, probe: str) -> None:
        self.page = page
        page.add_init_script(probe)
        page.evaluate(probe)

    @property
    def at(self) -> dict[str, Any] | None:
        """What has the keyboard: its ``name`` on the page, its ``words`` and a ``place`` of its own; None where nothing has."""
        found: dict[str, Any] | None = self.page.evaluate("probe.focused()")
        return found

    @property
    def words(self) -> str:
        return self.at["words"] if self.at else ""

    def press(self, *keys: str) -> "Keys":
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def type(self, text: str) -> "Keys":
        self.page.keyboard.type(text)
        return self

    def to(self, words: str, *, by: str = "Tab") -> "Keys":
        """Go on by the tabulator until the control that begins with these words has the keyboard."""
        passed = []
        for _ in range(MOST):
            self.press(by)
            stop = self.at
            if stop is None:
                continue
            assert stop["ringed"], f"{stop['name']} does not show that it has the keyboard"
            assert stop["hit"], f"{stop['name']} has the keyboard behind something else"
            if stop["words"].startswith(words):
                return self
            passed.append(stop["words"])
        raise AssertionError(f"there is no way to “{words}”, only to {passed}")

    def round(self) -> list[dict[str, Any]]:
        """Every stop from the top of the page until it begins anew."""
        stops: list[dict[str, Any]] = []
        for _ in range(3 * (MOST + self.page.evaluate("probe.controls().length"))):
            self.press("Tab")
            stop = self.at
            if stop is None or (len(stops) > 1 and stop["place"] == stops[0]["place"]):
                return stops
            if not stops or stops[-1]["place"] != stop["place"]:  # a date has several stops in it
                stops.append(stop)
        raise AssertionError(f"the keyboard does not get out again: {[stop['name'] for stop in stops[-5:]]}")
