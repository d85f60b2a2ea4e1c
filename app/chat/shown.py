"""How a text, a time and a number are shown: safely, in the reader's language and the sitting's zone. Knows no page."""

import re
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import format_date

from app.chat import languages

# Signs that would change how the text around them reads. They are kept in the record and shown as what they are.
_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])


@cache
def _visible() -> dict[int, str]:
    table = {code: f"[U+{code:04X}]" for code in _BIDI}
    table |= {code: chr(0x2400 + code) for code in range(0x20) if code not in (0x09, 0x0A)}
    table |= {0x7F: "\u2421", 0x2028: "\n", 0x2029: "\n"}
    table |= {code: f"[U+{code:04X}]" for code in range(0x80, 0xA0)}
    return table


@cache
def _acting() -> re.Pattern[str]:
    return re.compile("[" + "".join(re.escape(chr(code)) for code in _visible()) + "]")


def plainly(text: str) -> str:
    """The text with control signs and direction overrides made visible: nothing in it can act on the page around it (S5)."""
    # Hardly any text has such a sign, which is found out in a tenth of the time that replacing takes.
    return text.translate(_visible()) if _acting().search(text) else text


def clock_time(moment: datetime, zone: str) -> str:
    """18.38, in the sitting's zone."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%H.%M")


def clock_seconds(moment: datetime, zone: str) -> str:
    """18.38.07, in the sitting's zone."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%H.%M.%S")


def date_and_time(moment: datetime, zone: str) -> str:
    """2026-11-24 18.38.07, in the sitting's zone: for registers, where lines are compared."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H.%M.%S")


def day(moment: datetime | date, zone: str, lang: str) -> str:
    """tisdag 24 november 2026, in the sitting's zone."""
    at = moment.astimezone(ZoneInfo(zone)).date() if isinstance(moment, datetime) else moment
    return format_date(at, "EEEE d MMMM y", locale=languages.locale(lang))


def iso(moment: datetime, zone: str) -> str:
    """For the ``datetime`` attribute of a <time>: with the sitting's offset."""
    return moment.astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")


def local_input(moment: datetime, zone: str) -> str:
    """For an <input type=datetime-local>."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")


def excerpt(text: str, length: int = 160) -> str:
    """The beginning of a text on one line, at most ``length`` code points, cut between words where it can be."""
    line = " ".join(plainly(text).split())
    if len(line) <= length:
        return line
    head = line[: length - 1]
    return (head.rsplit(" ", 1)[0] if " " in head[length // 2 :] else head) + "…"
