"""Short texts that officials send often, one press each: in the sitting's language, Swedish, whoever reads the desk. Sends nothing."""

from collections.abc import Mapping
from typing import Final

from app.chat.forms import Fields

_TO_ALL: Final = {
    "five_minutes": "Fem minuter kvar. Skriv klart din fråga och skicka den.",
    "paused": "Vi gör en kort paus. Frågorna ni redan har skickat besvaras.",
    "many": "Det kommer in många frågor just nu. Alla läses, men svaren dröjer.",
    "ended": "Tiden är slut. Tack för alla frågor! Det som är inskickat tas om hand.",
}

_TO_PARTY: Final = {
    "waiting": "Ni har frågor som väntar. Börja gärna med den som har väntat längst.",
    "five_minutes": "Fem minuter kvar. Skicka det ni hunnit skriva.",
    "shorter": "Skriv gärna kortare svar, så hinns fler frågor med.",
    "call": "Ring moderatorn när ni kan.",
}

_RETURN: Final = {
    "question": "Svaret tar inte upp det som frågas. Svara på själva frågan.",
    "shorter": "Svaret är för långt. Korta det, så läser fler hela.",
    "personal": "Svaret innehåller personuppgifter. Ta bort dem.",
    "other_party": "Svaret handlar mer om ett annat parti än om frågan. Svara för ert eget parti.",
    "tone": "Tonen kan såra. Skriv om det så att det håller sig till sakfrågan.",
    "source": "Säg gärna var uppgiften kommer ifrån.",
}

_WORDS: Final = {
    "pause": "Det har kommit in många frågor på kort tid. Vi läser i kapp och öppnar snart igen.",
    "close_intake": "Tiden för nya frågor är slut. Partierna svarar på det som hunnit komma in.",
    "close": "Tack för alla frågor. Svaren finns kvar här.",
}

CANNED: Final[Mapping[str, Mapping[str, str]]] = {
    "announce": _TO_ALL,
    "tell": _TO_PARTY,
    "return": _RETURN,
    "words": _WORDS,
}
"""For each kind of text: a code, which is the button's value, and what is sent."""


def with_canned(fields: Fields, kind: str, field: str) -> Fields:
    """The fields, with the text that a button chose in ``field``. A code that is none changes nothing."""
    chosen = CANNED.get(kind, {}).get(fields.get("canned", ""))
    return fields if chosen is None else {**fields, field: chosen}
