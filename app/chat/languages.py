"""The reader's language: Swedish is the source, others are catalogues in web/locale. Knows no page."""

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LOCALE = Path(__file__).parents[2] / "web" / "locale"
SOURCE = "sv"
COOKIE = "lang"


def N_(text: str) -> str:  # noqa: N802 - the name that gettext's extractors look for
    """Mark a Swedish text for translation where it stands; it is translated when shown."""
    return text


class Catalogue(gettext.NullTranslations):
    """One language's words, read from its .po file when the program starts (no compile step to forget)."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        with path.open("rb") as file:
            catalogue = read_po(file)
        self._one: dict[str, str] = {}
        self._many: dict[str, tuple[str, str]] = {}
        for message in catalogue:
            if isinstance(message.id, str):
                if isinstance(message.string, str) and message.string:
                    self._one[message.id] = message.string
            elif isinstance(message.string, tuple | list) and all(message.string):
                self._many[message.id[0]] = (str(message.string[0]), str(message.string[1]))

    def gettext(self, message: str) -> str:
        return self._one.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        one, many = self._many.get(msgid1, (msgid1, msgid2))
        return one if n == 1 else many


@cache
def offered() -> tuple[str, ...]:
    """The languages that can be chosen: Swedish and every catalogue in web/locale."""
    return (SOURCE, *sorted(path.stem for path in LOCALE.glob("*.po")))


@cache
def translations(lang: str) -> gettext.NullTranslations:
    """The words of a language; Swedish for one that is not offered."""
    return (
        Catalogue(LOCALE / f"{lang}.po")
        if lang in offered() and lang != SOURCE
        else gettext.NullTranslations()
    )


def words(lang: str) -> Callable[[str], str]:
    """The function that puts a Swedish source text into a language."""
    return translations(lang).gettext


def choose(asked: str | None, kept: str | None, accepted: str | None) -> str:
    """The language for a reader: asked for in the address, else kept in the cookie, else what the browser prefers."""
    for code in (asked, kept, *_preferred(accepted or "")):
        if code in offered():
            return code
    return SOURCE


def _preferred(header: str) -> list[str]:
    """The languages of an Accept-Language header, most wanted first. What cannot be read is passed over."""
    wanted = []
    for part in header[:200].split(","):
        code, _, weight = part.strip().partition(";q=")
        try:
            wanted.append((-float(weight or 1), code.split("-")[0].lower()))
        except ValueError:
            continue
    return [code for _, code in sorted(wanted, key=lambda pair: pair[0])]
