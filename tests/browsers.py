"""Where the browser of the browser tests is, and what to say when there is none."""

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")


def program() -> str:
    """The path of a Chromium: ``CHROMIUM`` from the environment, else the first found on the PATH.

    Without one the calling test cannot run and says so; in an integration run (``CI``) it fails.
    """
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        return found
    missing = (
        "there is no Chromium on this machine: run `make browser` as root, or say CHROMIUM=/path/to/chromium"
    )
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)
