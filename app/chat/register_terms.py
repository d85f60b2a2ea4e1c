"""The register in the reader's words: the headings of its columns, what its texts are called, how its codes are said. Knows no page."""

from collections.abc import Mapping
from typing import Final

from app.chat import languages
from app.chat.languages import N_, words
from app.chat.terms import TERMS, is_provision, term
from app.records.spreadsheet import Say

_COLUMN: Final[Mapping[str, str]] = {
    "number": N_("Nummer"),
    "state": N_("Läge"),
    "published": N_("Publicerad"),
    "received_at": N_("Inkom"),
    "body": N_("Texten som den kom in"),
    "name": N_("Namn"),
    "name_public": N_("Namnet visas för alla"),
    "lang": N_("Språk"),
    "channel": N_("Kom in genom"),
    "wish": N_("Önskat parti"),
    "follow_up_to": N_("Följdfråga till"),
    "into": N_("Sammanförd med"),
    "asked": N_("Tilldelad"),
    "flags": N_("Flaggor"),
    "reason": N_("Skäl"),
    "words": N_("Ord till den som frågade"),
    "referred_to": N_("Hänvisad till"),
    "promised_on": N_("Svar utlovat till"),
    "provision": N_("Sekretessmarkering"),
    "wording": N_("Texten som den visas"),
    "wording_reason": N_("Skäl till ändringen"),
    "published_at": N_("Publicerades"),
    "corrected_at": N_("Rättades"),
    "unpublished_at": N_("Avpublicerades"),
    "position": N_("Plats på sidan"),
    "history": N_("Historik"),
    "seq": N_("Löpnummer"),
    "at": N_("Tidpunkt"),
    "subject": N_("Gäller"),
    "move": N_("Åtgärd"),
    "role": N_("Roll"),
    "actor": N_("Konto"),
    "facts": N_("Uppgifter"),
    "entry": N_("Införd händelse"),
}
_TEXT: Final[Mapping[str, str]] = {
    "body": N_("Texten som den kom in"),
    "name": N_("Namnet som angavs"),
    "words": N_("Moderatorns ord till den som frågade"),
    "wording": N_("Texten som den visas"),
    "report": N_("En läsares anmälan"),
}
_ANSWER: Final = N_("Svar från {party}")
_YES, _NO = N_("ja"), N_("nej")

_SAID_BY: Final[Mapping[str, tuple[Mapping[str, str], ...]]] = {
    "column": (_COLUMN,),
    "channel": (TERMS["channel"],),
    "state": (TERMS["state"],),
    "flags": (TERMS["flag"],),
    "reason": (TERMS["decline"], TERMS["unpublish"]),
    "referred_to": (TERMS["refer"],),
    "wording_reason": (TERMS["edit"],),
    "move": (TERMS["history"],),
    "role": (TERMS["role"],),
    **dict.fromkeys(("published", "name_public"), ({"yes": _YES, "no": _NO},)),
}


def say(lang: str) -> Say:
    """How a column's codes, and the headings themselves, are said. What has no words of its own is said as it is."""
    translate = words(lang)

    def said(column: str, code: str) -> str:
        if column == "column" and code.startswith("answer_"):
            return translate(_ANSWER).format(party=code.removeprefix("answer_"))
        if column == "lang" and code:
            return languages.name(code, lang)
        if column == "provision" and is_provision(code):
            return term("provision", code, lang)
        found = (known[code] for known in _SAID_BY.get(column, ()) if code in known)
        return translate(next(found, code)) if code else ""

    return said


def text_called(field: str, lang: str) -> str:
    """What a kept text is called: ``body``, ``wording``, ``answer/C`` and so on."""
    translate = words(lang)
    kind, _, party = field.partition("/")
    if kind == "answer":
        return translate(_ANSWER).format(party=party)
    return translate(_TEXT.get(kind, kind))
