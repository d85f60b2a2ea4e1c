"""An authority's graphic profile: its colours for our meanings, its logotype. Read from a folder at start; knows no page.

Nothing in the folder is served as it lies there but the logotype, which is shown as a picture: the style sheet is written anew
from the meanings that were understood, so it can neither fetch nor hide anything.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.chat import tokens
from app.chat.colours import read as colour_of
from app.chat.tokens import DARK, LIGHT, NotTokens, Sheet

COLOURS: Final = (
    *("--ground", "--paper", "--band", "--rule", "--edge", "--ink", "--ink-soft"),
    *("--act", "--act-strong", "--on-act", "--act-tint", "--focus"),
    *("--caution", "--caution-tint", "--stop", "--stop-tint"),
)
"""The meanings that an authority may give another colour."""

_OTHER: Final[Mapping[str, re.Pattern[str]]] = {
    **dict.fromkeys(
        ("--sans", "--serif"), re.compile(r"""(?:[\w -]+|"[\w .-]+")(?:, *(?:[\w -]+|"[\w .-]+"))*""")
    ),
    "--corner": re.compile(r"0|\d{1,2}(?:\.\d+)?px|\d(?:\.\d+)?rem"),
}
"""What else may be said, and in which form."""

_LOGOS: Final = {"logo.svg": "image/svg+xml", "logo.png": "image/png"}
_LARGEST: Final = 256 * 1024
_ACTS: Final = re.compile(
    rb"<\s*(?:script|foreignObject|iframe|a)\b|\bon\w+\s*=|@import|url\(\s*['\"]?(?!#)|href\s*=\s*['\"](?!#|data:image/)|<!ENTITY",
    re.I,
)
"""What a drawing has no use for: it would run something or fetch something."""


class Unfit(ValueError):
    """The folder cannot be used as a profile. The message says what is wrong with which file."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile as it is served. ``logo`` is the file's name; empty where there is none."""

    sheet: Sheet
    css: str
    logo: str
    picture: bytes
    digest: str

    def address(self, name: str) -> str:
        """Where a file of the profile is: the address changes with what the profile holds."""
        return f"/profile/{self.digest}/{name}"


def of_folder(folder: Path) -> Profile:
    """The profile in a folder: ``profile.css``, and ``logo.svg`` or ``logo.png``. Raises ``Unfit``."""
    if not folder.is_dir():
        raise Unfit(f"{folder} is no folder")
    try:
        sheet = tokens.read((folder / "profile.css").read_text(encoding="utf-8"))
    except (OSError, UnicodeError) as error:
        raise Unfit(f"profile.css cannot be read: {error}") from None
    except NotTokens as error:
        raise Unfit(f"profile.css may only hold custom properties of :root, not “{error}”") from None
    _fit(sheet)
    css = written(sheet)
    logo = next((name for name in _LOGOS if (folder / name).is_file()), "")
    picture = (folder / logo).read_bytes() if logo else b""
    _harmless(logo, picture)
    return Profile(sheet, css, logo, picture, hashlib.sha256(css.encode() + b"\0" + picture).hexdigest()[:16])


def media_type(logo: str) -> str:
    return _LOGOS[logo]


def written(sheet: Sheet) -> str:
    """The sheet as it is served. At high contrast the product's own colours stand: those are not a matter of taste."""
    lines = []
    for query, scheme in ((LIGHT, "light"), (DARK, "dark")):
        given = sheet.under.get(query, {})
        colours = "".join(f"{name}:{value};" for name, value in given.items() if name in COLOURS)
        if colours:
            when = f"(prefers-color-scheme:{scheme}) and (prefers-contrast:no-preference)"
            lines.append(f"@media {when}{{:root{{{colours}}}}}")
    other = "".join(
        f"{name}:{_with_ours(name, value)};"
        for name, value in sheet.under.get(LIGHT, {}).items()
        if name in _OTHER
    )
    if other:
        lines.insert(0, f":root{{{other}}}")
    return "@layer tokens{\n" + "\n".join(lines) + "\n}\n"


def _with_ours(name: str, value: str) -> str:
    """A typeface that a reader's machine may lack has the product's own after it."""
    return value if name == "--corner" else f"{value}, {tokens.ours().shown(LIGHT)[name]}"


def _fit(sheet: Sheet) -> None:
    for query, given in sheet.under.items():
        if query not in (LIGHT, DARK):
            raise Unfit(f"profile.css: {query} is the product's own")
        for name, value in given.items():
            if name in COLOURS:
                if colour_of(value) is None:
                    raise Unfit(f"profile.css: {name} must be #rrggbb, rgb() or oklch(), not “{value}”")
            elif name not in _OTHER or (query == DARK):
                raise Unfit(f"profile.css: {name} is no meaning that a profile gives here")
            elif not _OTHER[name].fullmatch(value):
                raise Unfit(f"profile.css: {name} cannot be “{value}”")


def _harmless(logo: str, picture: bytes) -> None:
    if len(picture) > _LARGEST:
        raise Unfit(f"{logo} is larger than {_LARGEST // 1024} kB")
    if logo.endswith(".png") and not picture.startswith(b"\x89PNG\r\n\x1a\n"):
        raise Unfit(f"{logo} is no PNG picture")
    if logo.endswith(".svg") and (b"<svg" not in picture or _ACTS.search(picture)):
        raise Unfit(f"{logo} must be a drawing and nothing else: no script, no link, nothing that is fetched")
