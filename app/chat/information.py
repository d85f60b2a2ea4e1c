"""The information pages: which there are, what they say until the authority has said something else, and in which edition. Knows no route."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.chat import languages, markup, render
from app.chat.differences import Piece, between
from app.chat.house import Authority
from app.chat.languages import N_
from app.records import information
from app.records.information import Edition
from app.records.reading import Snapshot
from app.records.vocabulary import Unknown


@dataclass(frozen=True, slots=True)
class About:
    """An information page. ``key`` is its name in the records, ``path`` what its address ends with under /om."""

    key: str
    path: str
    title: str

    @property
    def address(self) -> str:
        return f"/om/{self.path}" if self.path else "/om"


ABOUT: Final = (
    About("about", "", N_("Så fungerar frågestunden")),
    About("personal_data", "personuppgifter", N_("Dina personuppgifter")),
    About("records", "handlingar", N_("Allmänna handlingar")),
    About("service", "tjansten", N_("Vem som driver tjänsten")),
    About("contact", "kontakt", N_("Kontakt")),
)
"""Every page, in the order in which they are offered."""

BY_KEY: Final[Mapping[str, About]] = {each.key: each for each in ABOUT}
BY_PATH: Final[Mapping[str, About]] = {each.path: each for each in ABOUT}


@dataclass(frozen=True, slots=True)
class Told:
    """A page as a reader meets it: the text in ``lang``, and every edition there is of it in that language.

    ``edition`` is None where the product's own text stands. ``changed``: what the edition changed in the one before.
    """

    about: About
    lang: str
    text: str
    edition: Edition | None
    editions: tuple[Edition, ...]
    changed: tuple[Piece, ...]

    @property
    def blocks(self) -> tuple[markup.Block, ...]:
        return markup.blocks(self.text)


def own_text(about: About, lang: str, authority: Authority) -> str:
    """What the page says until the authority publishes a text of its own: filled in with who the authority is."""
    return render.page(f"information/{about.key}.html", lang, authority=authority).strip() + "\n"


def told(session: Snapshot, about: About, lang: str, authority: Authority, number: int | None = None) -> Told:
    """The page in the reader's language; in Swedish where the authority has published it in no other. Raises ``Unknown``.

    ``number``: an edition, the latest where None. A text that the authority has replaced is never shown in the product's words.
    """
    found = information.editions(session, about.key, lang)
    if not found and lang != languages.SOURCE:
        in_swedish = information.editions(session, about.key, languages.SOURCE)
        if in_swedish:
            found, lang = in_swedish, languages.SOURCE
    if number is not None and not 1 <= number <= len(found):
        raise Unknown("edition")
    if not found:
        return Told(about, lang, own_text(about, lang, authority), None, (), ())
    edition = found[(number or len(found)) - 1]
    before = found[edition.number - 2].text if edition.number > 1 else None
    changed = () if before is None else between(markup.plain(before), markup.plain(edition.text))
    return Told(about, lang, edition.text, edition, tuple(found), changed)
