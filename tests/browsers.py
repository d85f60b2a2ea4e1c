"""Where the browsers of the browser tests are, and what to say when there is none."""

import os
import shutil
from typing import Any

import pytest

# The headless shell is the same engine without the windows, which nobody sees here and which cost half of the time.
_NAMES = {
    "Chromium": ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"),
    "Firefox": ("firefox-esr", "firefox"),
}


def chromium(*flags: str) -> dict[str, Any]:
    """How Playwright starts a Chromium on a machine without a screen; ``flags`` of its command line are added."""
    return {"executable_path": program("Chromium"), "args": ["--no-sandbox", "--disable-gpu", *flags]}


def program(browser: str) -> str:
    """The path of ``Chromium`` or ``Firefox``: CHROMIUM or FIREFOX from the environment, else the first found on the PATH.

    Without one the calling test cannot run and says so; in an integration run (``CI``) it fails.
    """
    variable = browser.upper()
    found = os.environ.get(variable) or next(filter(None, map(shutil.which, _NAMES[browser])), None)
    if found:
        return found
    missing = (
        f"there is no {browser} on this machine: run `make browser` as root, or say {variable}=/path/to/it"
    )
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)
