"""Keeps the catalogues in web/locale in step with the interface's Swedish texts. Translates nothing by itself.

Without arguments every catalogue gets the texts it lacks, untranslated, and loses those that are gone. ``--check`` changes
nothing and fails where something is left to do. ``--new fi`` begins a catalogue for another language.
"""

import argparse
import sys
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.plurals import PLURALS, get_plural
from babel.messages.pofile import read_po, write_po
from babel.plural import to_gettext
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parents[1]
KEYWORDS = {"N_": None, "_": None, "gettext": None, "ngettext": (1, 2)}
OPTIONS = {"trim_blocks": "true", "lstrip_blocks": "true", "newstyle_gettext": "true", "silent": "false"}

Id = str | tuple[str, str]


def main(arguments: list[str] | None = None) -> int:
    """Bring the catalogues in step, or say what is left to do. The exit status is 1 where something is."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument(
        "--check", action="store_true", help="change nothing; fail where something is left to do"
    )
    asked.add_argument("--new", metavar="CODE", help="begin a catalogue for this language")
    chosen = asked.parse_args(arguments)
    folder = ROOT / "web" / "locale"
    if chosen.new:
        (folder / f"{chosen.new}.po").touch()
    left = [line for path in sorted(folder.glob("*.po")) for line in bring(path, write=not chosen.check)]
    sys.stdout.writelines(f"{line}\n" for line in left)
    return 1 if left else 0


def bring(path: Path, *, write: bool) -> Iterator[str]:
    """Bring one catalogue in step and tell what is left for its translator; without ``write`` only tell."""
    old, wanted = catalogue(path), texts()
    current = in_step(old, wanted, path.stem)
    if write:
        path.write_bytes(current)
    elif path.read_bytes() != current:
        yield f"{path.name}: not in step; run make languages"
    for text in sorted(wanted, key=_first):
        if not is_translated(old.get(text)):
            yield f"{path.name}: not translated: {_first(text)}"


@cache
def texts() -> dict[Id, None]:
    """Every text of the interface: a string, or a pair of singular and plural."""
    found: dict[Id, None] = {}
    for path in sorted((ROOT / "web" / "templates").rglob("*.html")):
        found |= dict.fromkeys(_texts_of(path, babel_extract))
    for path in sorted((ROOT / "app").rglob("*.py")):
        found |= dict.fromkeys(_texts_of(path, "python"))
    plurals = {text[0] for text in found if isinstance(text, tuple)}
    return {text: None for text in found if text not in plurals}


def catalogue(path: Path) -> Catalog:
    """A catalogue as it stands in its file."""
    with path.open("rb") as file:
        return read_po(file, locale=None, abort_invalid=True)


def is_translated(message: Message | None) -> bool:
    """Whether a catalogue's entry says something in every form of its language."""
    if message is None or message.fuzzy:
        return False
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def in_step(old: Catalog, wanted: dict[Id, None], lang: str) -> bytes:
    """The file of a catalogue that holds exactly the texts wanted, in their order, with the translations there are."""
    plurals = old.plural_forms if old.get("") is not None else _plurals(lang)
    head = ("Content-Type: text/plain; charset=UTF-8", f"Language: {lang}", f"Plural-Forms: {plurals}")
    lines = "".join(f'"{line}\\n"\n' for line in head)
    top = f'msgid ""\nmsgstr ""\n{lines}\n'.encode()
    made = read_po(BytesIO(top), locale=None)  # so that it knows in how many forms it counts
    for text in wanted:
        known = old.get(text)
        kept = known if known is not None and isinstance(known.id, str) == isinstance(text, str) else None
        made.add(
            text, kept.string if kept else _nothing(text, plurals), flags=sorted(kept.flags) if kept else ()
        )
    body = BytesIO()
    write_po(body, made, width=0, no_location=True, omit_header=True, sort_output=True)
    return top + body.getvalue().rstrip() + b"\n"


def _texts_of(path: Path, method: object) -> Iterator[Id]:
    with path.open("rb") as file:
        for _, text, _, _ in extract(method, file, KEYWORDS, (), OPTIONS if callable(method) else {}):  # type: ignore[arg-type]  # a function of its shape
            yield text if isinstance(text, str) else (text[0], text[1])


def _plurals(lang: str) -> str:
    if lang in PLURALS:
        found = get_plural(lang)
        return f"nplurals={found.num_plurals}; plural={found.plural_expr};"
    try:  # not among gettext's, but among Unicode's: Northern Sami has a form for two
        return to_gettext(Locale.parse(lang).plural_form)
    except UnknownLocaleError:
        return "nplurals=2; plural=(n != 1);"


def _nothing(text: Id, plurals: str) -> str | tuple[str, ...]:
    count = int(plurals.removeprefix("nplurals=").partition(";")[0])
    return "" if isinstance(text, str) else ("",) * count


def _first(text: Id) -> str:
    return text if isinstance(text, str) else text[0]


if __name__ == "__main__":
    sys.exit(main())
