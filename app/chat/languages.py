"""The reader's language: Swedish is the source, others are catalogues in web/locale. Knows no page."""

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parents[2] / "web" / "locale"
SOURCE = "sv"
COOKIE = "lang"

_OWN = {"fit": "Meänkieli", "rom": "Romani čhib"}
"""What those of Sweden's minority languages are called in themselves that Babel has no habits of."""


def N_(text: str) -> str:  # noqa: N802 - the name that gettext's extractors look for
    """Mark a Swedish text for translation where it stands; it is translated when shown."""
    return text


class Catalogue(gettext.NullTranslations):
    """One language's words, read from its .po file when the program starts (no compile step to forget)."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        with path.open("rb") as file:
            catalogue = read_po(file)
        self._form = gettext.c2py(catalogue.plural_expr)
        self._one: dict[str, str] = {}
        self._many: dict[str, tuple[str, ...]] = {}
        for message in catalogue:
            if message.fuzzy:
                continue
            if isinstance(message.string, tuple | list):
                if all(message.string):
                    self._many[message.id[0]] = tuple(message.string)
                    self._one[message.id[0]] = message.string[
                        0
                    ]  # where the same words stand without a number to choose by
            elif message.string:
                self._one[str(message.id)] = message.string

    def gettext(self, message: str) -> str:
        return self._one.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        forms = self._many.get(msgid1)
        return forms[self._form(n)] if forms else super().ngettext(msgid1, msgid2, n)


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


def own_name(lang: str) -> str:
    """What a language is called in itself, for whoever looks for it."""
    called = _OWN.get(lang) or (locale(lang).languages.get(lang) if _knows(lang) else lang)
    return f"{called}"[:1].upper() + f"{called}"[1:]


def name(code: str, lang: str) -> str:
    """What the language of a text is called in the reader's language."""
    names = locale(lang).languages
    return str(names.get(code.partition("-")[0]) or names["und"])


def locale(lang: str) -> Locale:
    """The habits of a language in dates and names; Swedish ones for a language whose habits Babel does not know."""
    return Locale.parse(lang if _knows(lang) else SOURCE)


def direction(lang: str) -> str:
    """Which way a language is written: ``ltr`` or ``rtl`` (Yiddish is one of Sweden's minority languages)."""
    return "rtl" if locale(lang).text_direction == "rtl" else "ltr"


def duration(seconds: int, lang: str) -> str:
    """A time to wait, in words: seconds within a minute, then minutes, begun ones counted whole."""
    ngettext = translations(lang).ngettext
    if seconds < 60:
        return ngettext("{n} sekund", "{n} sekunder", seconds).format(n=seconds)
    minutes = -(-seconds // 60)
    return ngettext("{n} minut", "{n} minuter", minutes).format(n=minutes)


def choose(asked: str | None, kept: str | None, accepted: str | None) -> str:
    """The language for a reader: asked for in the address, else kept in the cookie, else what the browser prefers."""
    for code in (asked, kept, *_preferred(accepted or "")):
        if code in offered():
            return code
    return SOURCE


@cache
def _knows(lang: str) -> bool:
    try:
        return bool(Locale.parse(lang))
    except (UnknownLocaleError, ValueError):
        return False


def _preferred(header: str) -> list[str]:
    """The languages of an Accept-Language header, most wanted first. What cannot be read, or is not wanted, is passed over."""
    wanted = []
    for part in header[:200].split(","):
        code, _, weight = part.partition(";")
        try:
            wanted.append((float(weight.strip().removeprefix("q=") or 1), code.strip().split("-")[0].lower()))
        except ValueError:
            continue
    return [code for weight, code in sorted(wanted, key=lambda pair: -pair[0]) if weight > 0]
