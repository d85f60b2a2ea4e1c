"""A code as a picture: dark on white in every colour scheme, because a reader needs the contrast. Knows no page."""

from itertools import groupby
from xml.sax.saxutils import escape

from app.chat.qr.squares import Squares, squares

MARGIN = 4
"""The light squares around the code without which it may not be found."""


def svg(text: str, title: str) -> str:
    """The code as a file of its own. ``title``: what it says, for those who do not see it."""
    rows = squares(text)
    side = len(rows) + 2 * MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{side * 8}" height="{side * 8}"'
        f' role="img" shape-rendering="crispEdges"><title>{escape(title)}</title>'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{path(rows)}"/></svg>\n'
    )


def path(rows: Squares) -> str:
    """The dark squares as the outline of an SVG path, margin included: each run in a row is one rectangle."""
    parts = []
    for down, row in enumerate(rows, MARGIN):
        across = MARGIN
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                parts.append(f"M{across} {down}h{length}v1h-{length}z")
            across += length
    return "".join(parts)
