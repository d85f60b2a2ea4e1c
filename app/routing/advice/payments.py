"""Finds bank account numbers (IBAN) and payment card numbers. Knows no bank."""

import re
from collections.abc import Iterator
from typing import Final

from app.routing.advice.findings import Finding, Kind
from app.routing.advice.signs import DASH, SPACE, candidates, passes_luhn, starting_after

_JOIN = f"[{SPACE}{DASH}]"
_SIGN = re.compile("[0-9a-z]")

# The IBAN registry (ISO 13616): country, and the number of signs in all.
_LENGTHS: Final = dict(
    re.findall(
        "([A-Z]{2})([0-9]{2})",
        "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18FO18FR27GB22GE22GI23"
        "GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LI21LT20LU20LV21MC27MD24ME22MK19MT31NL18NO15PK24PL28"
        "PS29PT25QA29RO24RS22SA24SE24SI19SK24SM27TN24TR26UA29VA22XK20",
    )
)
_IBAN = starting_after("0-9A-Za-z", f"[a-z]{{2}}[0-9]{{2}}(?:{_JOIN}?[0-9a-z]){{11,27}}")

# In one piece, or in the groups that stand on the card.
_CARD = starting_after(
    "0-9",
    f"(?:[0-9]{{13,19}}|[0-9]{{4}}(?:{_JOIN}[0-9]{{4}}){{3}}|3[0-9]{{3}}{_JOIN}[0-9]{{6}}{_JOIN}[0-9]{{4,5}})(?![0-9])",
)
_ISSUED = re.compile(
    "4(?:[0-9]{12}|[0-9]{15}|[0-9]{18})|5[0-9]{15}|2[2-7][0-9]{14}|3[47][0-9]{13}|3[068][0-9]{12}|6[0-9]{15,18}"
)


def account_numbers(text: str) -> Iterator[Finding]:
    """Yield every IBAN of its country's length whose check digits are right (ISO 13616, remainder 1 by 97)."""
    for match in candidates(_IBAN, text):
        start, end = match.start(1), match.start(1) + _length_of_iban(match[1])
        if end > start and not _SIGN.match(match.string, end):
            yield Finding(Kind.IBAN, start, end)


def _length_of_iban(candidate: str) -> int:
    """How much of a candidate is its country's IBAN, or 0 where it is too short or the check digits are wrong."""
    length = int(_LENGTHS.get(candidate[:2].upper(), 99))
    signs = list(_SIGN.finditer(candidate))[:length]
    if len(signs) < length:
        return 0
    number = "".join(str(int(sign[0], 36)) for sign in signs[4:] + signs[:4])
    return signs[-1].end() if int(number) % 97 == 1 else 0


def card_numbers(text: str) -> Iterator[Finding]:
    """Yield every payment card number of an issued length and beginning whose check digit is right (ISO/IEC 7812-1)."""
    for match in candidates(_CARD, text):
        digits = re.sub("[^0-9]", "", match[1])
        if _ISSUED.fullmatch(digits) and passes_luhn(digits):
            yield Finding(Kind.CARD, *match.span(1))
