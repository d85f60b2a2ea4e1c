"""Finds what somebody can be reached by: telephone, e-mail, street address. Knows no directory."""

import re
from collections.abc import Iterator

from app.routing.advice.findings import Finding, Kind
from app.routing.advice.signs import AE, DASH, LETTER, NOT_MONEY, SPACE, candidates, starting_after

_GAP = f"[{SPACE}{DASH}/().]{{0,3}}"
_PHONE = starting_after(
    f"0-9{LETTER}_+",
    f"\\(?(?:0[1-9](?:{_GAP}[0-9]){{6,8}}|(?:\\+|00)[1-9](?:{_GAP}[0-9]){{8,13}})(?![0-9{LETTER}]){NOT_MONEY}",
)
_INSIDE_A_LONGER = re.compile(f"[0-9][{DASH}.,:/]")
_NO_PHONE = re.compile(
    "(?:"
    f"[0-2][0-9]([ .]?)[0-5][0-9][{SPACE}{DASH}]{{1,3}}[0-2][0-9]\\1[0-5][0-9]"  # 08.00-16.30, 0800 1630
    f"|[0-3][0-9][{SPACE}{DASH}./][01][0-9][{SPACE}{DASH}./](?:19|20)[0-9]{{2}}"  # 01/02 2026
    "|[0-9]{2}([./-])[01][0-9]\\2[0-9]{2}"  # 05.06.26
    ")(?![0-9])"
)
_THOUSANDS = re.compile(f"0[0-9]{{2}}(?:[{SPACE}][0-9]{{3}})+")
_BEFORE_THOUSANDS = re.compile(f"(?:^|[^0-9])[0-9]{{1,3}}[{SPACE}]$")

_LOCAL = f"0-9{LETTER}._%+\\-"
_AT = f"(?:[@\uff20]|[{SPACE}]?[(\\[](?:at|@|snabel-?a)[)\\]][{SPACE}]?)"
_AT_ALL = re.compile("[@\uff20([]")
_EMAIL = starting_after(
    _LOCAL,
    f"[{_LOCAL}]{{1,64}}{_AT}(?:[0-9{LETTER}\\-]{{1,63}}\\.){{1,8}}[{LETTER}]{{2,24}}(?![0-9{LETTER}])",
)

_NAMED = f"(?:gatan?|v{AE}gen|gr{AE}nd(?:en)?|stigen|torget|all(?:é|e\u0301)n|backen|esplanaden)"
_AFTER_A_NAME = f"(?:gata|v{AE}g|gr{AE}nd|stig|torg|plats|all(?:é|e\u0301)|backe)"
_NO_STREET = f"(?:motor|riks|l{AE}ns|j{AE}rn|cykel|bil|hela|halva)v{AE}gen"
_YEAR = "(?:19|20)[0-9]{2}(?![0-9])"
_MEASURED = (
    "(?:km|m|mil|min|minuter|meter|gånger|filer|år|st|procent|dagar|veckor|personer|bilar|"
    "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)"
)
_STREET = starting_after(
    LETTER,
    f"(?!{_NO_STREET})(?:[{LETTER}]{{1,30}}{_NAMED}|([{LETTER}]{{2,30}}s[{SPACE}]){_AFTER_A_NAME})"
    f"[{SPACE}]{{1,2}}(?:(?:nr|nummer)\\.?[{SPACE}])?(?!{_YEAR})[0-9]{{1,4}}(?:[{SPACE}]?[a-h])?"
    f"(?![0-9{LETTER}])(?![.,:][0-9])(?![{SPACE}]?{_MEASURED}(?![{LETTER}])){NOT_MONEY}",
)


def phone_numbers(text: str) -> Iterator[Finding]:
    """Yield every Swedish or international telephone number, with up to three signs between two digits.

    Opening hours, timetables, dates and thousands in groups are no telephone numbers.
    """
    for match in candidates(_PHONE, text):
        start, end = match.span(1)
        if not _stands_in_a_longer(text, start, match[1]) and not _NO_PHONE.match(match[1]):
            yield Finding(Kind.PHONE, start, end)


def _stands_in_a_longer(text: str, start: int, number: str) -> bool:
    before = text[max(start - 5, 0) : start]
    in_thousands = _THOUSANDS.fullmatch(number) and _BEFORE_THOUSANDS.search(before)
    return bool(in_thousands or _INSIDE_A_LONGER.fullmatch(before[-2:]))


def email_addresses(text: str) -> Iterator[Finding]:
    """Yield every e-mail address, also with å, ä, ö and with the @ written (at) or [snabel-a]."""
    if _AT_ALL.search(text) is None:
        return iter(())
    return (Finding(Kind.EMAIL, *match.span(1)) for match in candidates(_EMAIL, text))


def street_addresses(text: str) -> Iterator[Finding]:
    """Yield every Swedish street with a number; a road with a distance, a year or a date is none.

    A street named after somebody in two words ("Karl Johans gata 5") begins with a capital letter.
    """
    for match in candidates(_STREET, text):
        start, end = match.span(1)
        if not match[2] or text[start] != match.string[start]:
            yield Finding(Kind.ADDRESS, start, end)
