"""Finds Swedish personal numbers and coordination numbers. Knows no register: a number that could exist is found."""

import calendar
import re
from collections.abc import Iterator

from app.routing.advice.findings import Finding, Kind
from app.routing.advice.signs import DASH, NOT_MONEY, SPACE, candidates, passes_luhn, starting_after

_YEAR = "((?:18|19|20)?[0-9]{2})"
_BETWEEN = f"([{SPACE}{DASH}./]?)"
_GAP = f"([{SPACE}{DASH}+\u200b\u2060]{{0,3}})"
_NUMBER = starting_after(
    "0-9",
    f"{_YEAR}{_BETWEEN}(0[1-9]|1[0-2])\\3([0-9]{{2}}){_GAP}([0-9]{{4}})(?![0-9])(?![{DASH}][0-9]){NOT_MONEY}",
)
_INSIDE_A_LONGER = re.compile(f"[0-9][{DASH}]")


def personal_numbers(text: str) -> Iterator[Finding]:
    """Yield every personnummer and samordningsnummer whose check digit and date are right (folkbokföringslagen 18, 18 a §)."""
    for match in candidates(_NUMBER, text):
        start, end = match.span(1)
        if not _INSIDE_A_LONGER.fullmatch(text, max(start - 2, 0), start) and (kind := _kind(match)):
            yield Finding(kind, start, end)


def _kind(match: re.Match[str]) -> Kind | None:
    _, year, _, month, day, gap, last_four = match.groups()
    if last_four.startswith("000") or not passes_luhn(year[-2:] + month + day + last_four):
        return None
    coordination = int(day) > 60
    if not _has_date(year, int(month), int(day) - 60 * coordination, past_hundred="+" in gap):
        return None
    return Kind.COORDINATION_NUMBER if coordination else Kind.PERSONAL_NUMBER


def _has_date(year: str, month: int, day: int, past_hundred: bool) -> bool:
    if len(year) == 4:
        years = [int(year)]
    else:
        years = [century + int(year) for century in ((1800, 1900) if past_hundred else (1900, 2000))]
    return any(1 <= day <= calendar.monthrange(each, month)[1] for each in years)
