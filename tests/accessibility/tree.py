"""What somebody who listens finds on a page, kept down to what they steer by: landmarks, headings, controls, regions that speak.

Running text is left out: it may be written better any day. So are addresses, and times of day.
"""

import re
from collections.abc import Iterator

_KEPT = re.compile(
    r"alert|alertdialog|article|banner|button|checkbox|columnheader|combobox|complementary|contentinfo|dialog|figure|form"
    r"|group|heading|iframe|img|link|list|main|meter|navigation|progressbar|radio|radiogroup|region|search|searchbox"
    r"|slider|spinbutton|status|switch|tab|table|tabpanel|textbox"
)

_LINE = re.compile(r" *- '?([a-z]+)(.*)")
_NAME = re.compile(r'^ "((?:[^"\\]|\\.)*)"')
_MOVES = re.compile(r"\b\d{1,2}[.:]\d\d\b|\b\d+ (?:sekund|minut|timm)\w*|sundmark-\d+|[\w.]+:\d{4,5}/")


def pruned(tree: str) -> str:
    """An accessibility tree as Playwright tells it, with what is not kept taken out and its children moved up."""
    return "".join(f"{line}\n" for line in _lines(tree))


def _lines(tree: str) -> Iterator[str]:
    open_: list[int] = []
    for line in tree.splitlines():
        depth = len(line) - len(line.lstrip())
        while open_ and open_[-1] >= depth:
            open_.pop()
        found = _LINE.match(line)
        if not found or not _KEPT.fullmatch(found[1]):
            continue
        yield f"{'  ' * len(open_)}- {found[1]}{_said(found[2])}"
        open_.append(depth)


def _said(rest: str) -> str:
    """The name and the states of a role, without the text that follows the colon."""
    name = _NAME.match(rest)
    states = "".join(
        re.findall(r" \[[a-z]+(?:=\w+)?\]", rest[name.end() :] if name else rest.partition(":")[0])
    )
    return (f' "{_MOVES.sub("…", name[1])}"' if name else "") + states
