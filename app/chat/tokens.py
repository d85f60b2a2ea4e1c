"""Reads the design's tokens out of a style sheet: values and meanings, in daylight, in the dark and at high contrast. Knows no page.

It reads what a sheet of tokens is made of and nothing else: custom properties of ``:root``, in layers and in the three media
queries that the design knows.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from app.chat import render

LIGHT: Final = ""
DARK: Final = "(prefers-color-scheme: dark)"
CLEAR: Final = "(prefers-contrast: more)"
CLEAR_DARK: Final = "(prefers-contrast: more) and (prefers-color-scheme: dark)"

_COMMENT: Final = re.compile(r"/\*.*?\*/", re.S)
_VARIABLE: Final = re.compile(r"var\((--[\w-]+)\)")


class NotTokens(ValueError):
    """The sheet holds something that is no token. The message quotes it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The custom properties of a sheet, by the media query they stand in."""

    under: dict[str, dict[str, str]] = field(default_factory=dict)

    def shown(self, *queries: str) -> dict[str, str]:
        """What holds where these queries do, the later over the earlier, with every ``var()`` filled in."""
        given: dict[str, str] = {}
        for query in queries:
            given |= self.under.get(query, {})
        return {name: _filled(value, given) for name, value in given.items()}


def read(css: str) -> Sheet:
    """The tokens of a sheet. Raises ``NotTokens`` for one that holds anything else: another rule, an import, a stray brace."""
    sheet = Sheet()
    for preludes, declarations in _rules(_COMMENT.sub("", css)):
        query = ""
        for prelude in preludes[:-1]:
            if prelude.startswith("@media "):
                query = " ".join(prelude.removeprefix("@media ").split())
            elif not prelude.startswith("@layer "):
                raise NotTokens(prelude)
        if preludes[-1] != ":root" or query not in (LIGHT, DARK, CLEAR, CLEAR_DARK):
            raise NotTokens(" ".join(preludes))
        sheet.under.setdefault(query, {}).update(_declared(declarations))
    return sheet


@cache
def ours() -> Sheet:
    """The product's own tokens."""
    return read((render.WEB / "css" / "tokens.css").read_text(encoding="utf-8"))


def _rules(css: str) -> Iterator[tuple[list[str], str]]:
    """Every innermost block with what it stands in."""
    within: list[str] = []
    text = ""
    for sign in css:
        if sign == "{":
            within.append(" ".join(text.rpartition(";")[2].split()))
            _nothing(text.rpartition(";")[0])
            text = ""
        elif sign == "}":
            if not within:
                raise NotTokens("}")
            if within[-1].startswith("@"):
                _nothing(text)
            else:
                yield list(within), text
            within.pop()
            text = ""
        else:
            text += sign
    if within:
        raise NotTokens(within[-1])
    _nothing(text)


def _nothing(text: str) -> None:
    """Between the blocks stands nothing but the order of the layers."""
    for each in text.split(";"):
        plain = " ".join(each.split())
        if plain and not re.fullmatch(r"@layer [\w, -]+", plain):
            raise NotTokens(plain)


def _declared(block: str) -> Iterator[tuple[str, str]]:
    for each in block.split(";"):
        name, colon, value = (part.strip() for part in each.partition(":"))
        if not each.strip() or name == "color-scheme":
            continue
        if not colon or not re.fullmatch(r"--[a-z0-9-]+", name):
            raise NotTokens(" ".join(each.split()))
        yield name, " ".join(value.split())


def _filled(value: str, given: Mapping[str, str]) -> str:
    for _ in range(10):
        found = _VARIABLE.search(value)
        if found is None or found[1] not in given:
            break
        value = value.replace(found[0], given[found[1]])
    return value
