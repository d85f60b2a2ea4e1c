"""The only module that knows the templates."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from app.chat import apart, canned, languages, shown, terms
from app.chat.bundles import BUNDLES
from app.chat.languages import translations
from app.records import pieces, tallies

WEB = Path(__file__).parents[2] / "web"

_ASSET_FOLDERS = ("css", "js", "fonts", "icons")


@cache
def environment(lang: str) -> Environment:
    """The templates with one language's words. Everything is escaped; an unknown name is an error, never an empty string."""
    environment = Environment(
        loader=FileSystemLoader(WEB / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(translations(lang), newstyle=True)  # type: ignore[attr-defined]  # added by the i18n extension
    environment.globals |= {
        "lang": lang,
        "direction": languages.direction(lang),
        "asset": asset,
        "own_name": languages.own_name,
        "canned": canned.CANNED,
    }
    environment.filters |= {
        "plainly": shown.plainly,
        "excerpt": shown.excerpt,
        "cut": pieces.cut,
        "clock": shown.clock_time,
        "seconds": shown.clock_seconds,
        "stamped": shown.date_and_time,
        "day": lambda moment, zone: shown.day(moment, zone, lang),
        "iso": shown.iso,
        "local_input": shown.local_input,
        "apart": apart.apart,
        "tally": tallies.read,
        "duration": lambda seconds: languages.duration(seconds, lang),
        "language": lambda code: languages.name(code, lang),
        "term": lambda code, kind: terms.term(kind, code, lang),
    }
    return environment


def page(name: str, lang: str, **facts: Any) -> str:
    """A whole page as HTML."""
    return _template(name, lang).render(**facts)


def part(name: str, lang: str, **facts: Any) -> str:
    """One thing as HTML: the same bytes on a page and in a frame. ``name`` is that of a file in templates/parts."""
    return _template(f"parts/{name}.html", lang).render(**facts).strip()


def asset(path: str) -> str:
    """The address of a file in web/, or of a bundle of them. Raises ``KeyError`` for one that does not exist."""
    if path not in assets() and path not in BUNDLES:
        raise KeyError(path)
    return f"/static/{digest()}/{path}"


@cache
def assets() -> frozenset[str]:
    """Every file that is served, by its path in web/."""
    files = [file for folder in _ASSET_FOLDERS for file in (WEB / folder).rglob("*") if file.is_file()]
    return frozenset(str(file.relative_to(WEB)) for file in files)


@cache
def held(path: str) -> bytes:
    """What a file in web/ holds, or the files of a bundle one after another."""
    return b"".join((WEB / each).read_bytes() for each in BUNDLES.get(path, (path,)))


@cache
def digest() -> str:
    """A hash over all of them: an address can be kept for ever, and modules and styles can name each other by relative paths."""
    sum_of_all = hashlib.sha256(repr(BUNDLES).encode())
    for path in sorted(assets()):
        sum_of_all.update(path.encode() + b"\0" + (WEB / path).read_bytes())
    return sum_of_all.hexdigest()[:16]


@cache
def _template(name: str, lang: str) -> Template:
    return environment(lang).get_template(name)
