"""Looks over an installation: settings, database, clock, file limits. Changes nothing; says what it saw."""

import math
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from app.chat import legibility
from app.chat.legibility import Pair
from app.chat.profile import of_folder
from app.records import database, migrate, queries, storage
from app.records.reading import Reading
from app.records.refusals import Refusal
from app.settings import Settings

ENOUGH_FILES = 4096
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
_WAL_RESET_MENDED = (3, 51, 3)

_MEANS: Final = {
    "--ground": "sidan",
    "--paper": "formulär och kvitton",
    "--band": "sidfoten och raden med partier",
    "--edge": "fältens kanter",
    "--ink": "text",
    "--ink-soft": "dämpad text",
    "--act": "knappar och länkar",
    "--act-strong": "en knapp under pekaren",
    "--on-act": "texten på en knapp",
    "--act-tint": "en rad under pekaren",
    "--focus": "fokusramen",
    "--caution": "råd",
    "--caution-tint": "ytan bakom råd",
    "--stop": "fel",
    "--stop-tint": "ytan bakom fel",
    "--mark": "partiernas streck",
}
_SCHEMES: Final = {"light": "I ljust läge", "dark": "I mörkt läge"}


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing looked at: well or not, and what was seen."""

    what: str
    well: bool
    saw: str


def look_over(settings: Settings) -> Iterator[Seen]:
    """Everything worth a look before a sitting."""
    yield Seen("Inställningar", True, f"{settings.origins[0]}, data i {settings.data}")
    yield _held(settings)
    yield from _database(settings)
    yield _clock()
    yield _files()
    yield from _profile(settings)


def _held(settings: Settings) -> Seen:
    held = storage.holder(settings.data) if settings.data.is_dir() else None
    if held is None:
        return Seen("Tjänsten", True, "körs inte på den här mappen")
    return Seen("Tjänsten", True, f"körs som process {held['pid']} sedan {held['since']}")


def _database(settings: Settings) -> Iterator[Seen]:
    if database.is_embedded(settings.url):
        version = tuple(map(int, database.sqlite_version().split(".")))
        # Older ones carry the WAL-reset flaw, which takes two connections that write: we have one (R15).
        mended = version >= _WAL_RESET_MENDED
        saw = ".".join(map(str, version)) + ("" if mended else ", skyddas av att bara en anslutning skriver")
        yield Seen("SQLite", True, saw)
        if not (settings.data / "fragestund.db").exists():
            yield Seen("Databas", True, "finns inte än; den skapas när tjänsten startar")
            return
    engine = database.reader(settings.url)
    try:
        migrate.check(engine)
        posts = sum(sitting.last_number for sitting in Reading(engine).look(queries.sittings))
        yield Seen("Databas", True, f"rätt version, {posts} frågor")
    except Refusal as refusal:
        yield Seen("Databas", False, f"{refusal.detail} {dict(refusal.facts)}")
    except Exception as error:  # noqa: BLE001 - whatever is wrong is what the command is for
        yield Seen("Databas", False, f"svarar inte: {type(error).__name__}")
    finally:
        engine.dispose()


def _clock() -> Seen:
    now = datetime.now(UTC)
    zone = time.strftime("%Z")
    return Seen("Klocka", now >= EARLIEST, f"{now:%Y-%m-%d %H:%M:%S} UTC, datorns tidszon {zone}")


def _files() -> Seen:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    saw = f"{soft} öppna filer tillåts (högst {hard}); varje läsare tar en"
    return Seen("Filgräns", soft >= ENOUGH_FILES, saw)


def _profile(settings: Settings) -> Iterator[Seen]:
    """The authority's colours: whether everything that is shown in them can be read (WCAG 2.2, 1.4.3 and 1.4.11)."""
    if not settings.profile:
        yield Seen("Grafisk profil", True, "ingen; tjänstens egna färger")
        return
    given = of_folder(Path(settings.profile))
    faint = [pair for pair in legibility.pairs(given.sheet) if not pair.well]
    yield from (Seen("Grafisk profil", False, _said(pair)) for pair in faint)
    if not faint:
        logo = f"logotyp {given.logo}" if given.logo else "ingen logotyp"
        yield Seen("Grafisk profil", True, f"{logo}; allt syns tydligt i ljust och mörkt läge")


def _said(pair: Pair) -> str:
    """What is too faint on what, and which colour would do."""
    found, needed = (
        f"{math.floor(number * 10) / 10}".replace(".", ",") for number in (pair.contrast, pair.needed)
    )
    seen = f"{_SCHEMES[pair.scheme]} syns {_MEANS[pair.what]} ({pair.what}) för svagt mot {_MEANS[pair.on]} ({pair.on})"
    lighter = (pair.scheme == "light") is not (pair.what == "--on-act")
    advice = (
        f"Gör {pair.what} till {pair.better}"
        if pair.better
        else f"Gör {pair.on} {'ljusare' if lighter else 'mörkare'}"
    )
    return f"{seen}: kontrasten är {found} och behöver vara {needed}. {advice}."
