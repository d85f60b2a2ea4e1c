"""The documents that the program writes about itself: its settings, its chat protocol, its life cycle. Knows no reader."""

import json

from app.chat.asyncapi import document
from app.routing import diagram
from app.settings import PREFIX, Settings

_HEAD = """# Settings

Every setting is an environment variable. Unknown ones are refused, and so are unsafe ones in production. `PORT` alone is read as
`FRAGESTUND_PORT`. This page is written by `make docs`; a test fails when it lags behind.

| Variable | Default | What it is |
|---|---|---|
"""


def made() -> dict[str, str]:
    """Every document by its name in docs/."""
    return {
        "settings.md": _HEAD + "".join(_rows()),
        "life-cycle.md": diagram.page(),
        "asyncapi.json": json.dumps(document(), ensure_ascii=False, indent=2) + "\n",
    }


def _rows() -> list[str]:
    rows = []
    for name, field in Settings.model_fields.items():
        default = (
            field.default.get_secret_value() if hasattr(field.default, "get_secret_value") else field.default
        )
        shown = f"`{default}`" if str(default) else ""
        rows.append(f"| `{PREFIX}{name.upper()}` | {shown} | {field.description} |\n")
    return rows
