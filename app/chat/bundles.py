"""Which styles a page takes as one file, so that a reader waits for one answer and not for eleven. Knows no page's content."""

from collections.abc import Mapping
from typing import Final

BUNDLES: Final[Mapping[str, tuple[str, ...]]] = {
    "css/page-of-a-sitting.css": tuple(
        f"css/{name}.css"
        for name in (
            *("tokens", "fonts", "base", "controls", "marks", "frame"),
            *("sitting", "numbers", "bench", "thread", "ask", "own", "beside"),
        )
    )
}
"""The address of each bundle in web/, and the files that it consists of, in their order."""
