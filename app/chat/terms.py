"""Codes in the reader's words: every state, reason, move and flag. Knows no page.

``N_`` marks a Swedish text for translation; it is put in the reader's language when shown. No code ever reaches a reader (R-69).
"""

import re
from collections.abc import Mapping
from typing import Final

from app.chat.decline_terms import DECLINED
from app.chat.languages import N_, words
from app.chat.move_terms import DID, HISTORY, MOVE
from app.chat.report_terms import REPORTED, REPORTING, STANDS

_STATE = {
    "received": N_("Inkommen"),
    "held": N_("Vilar"),
    "assigned": N_("Hos parti"),
    "answered": N_("Svar att granska"),
    "published": N_("Publicerad"),
    "unpublished": N_("Avpublicerad"),
    "declined": N_("Publiceras inte"),
    "merged": N_("Sammanförd"),
    "referred": N_("Hänvisad"),
    "lapsed": N_("Hanns inte med"),
}

_SITTING = {
    "planned": N_("Planerad"),
    "open": N_("Öppen för förhandsfrågor"),
    "live": N_("Pågår nu"),
    "closing": N_("Frågetiden är slut, partierna svarar"),
    "closed": N_("Avslutad"),
    "archived": N_("Arkiverad"),
}

_DECLINE = {
    "group_remark": N_(
        "Kommentarer om etnicitet, kön, sexuell läggning, politik eller religion som inte hör till saken"
    ),
    "hate": N_("Rasistiskt, främlingsfientligt eller sexistiskt"),
    "commercial": N_("Reklam eller erbjudanden om pengar eller gåvor"),
    "copyright": N_("Någon annan har upphovsrätt till texten"),
    "crime": N_("Uppmaning till brott"),
    "threat": N_("Hot, trakasserier eller ryktesspridning"),
    "posing": N_("Någon utger sig för att vara en annan person"),
    "personal_data": N_("Personuppgifter"),
    "swearing": N_("Svordomar eller obscena ord"),
    "slander": N_("Förtal eller personangrepp"),
    "violence": N_("Våld eller pornografi"),
    "off_topic": N_("Hör inte till ämnet"),
    "shouting": N_("Skriven med stora bokstäver"),
    "tone": N_("Ohövlig ton"),
}

_UNPUBLISH = {
    "unlawful_threat": N_("Olaga hot"),
    "privacy": N_("Olaga integritetsintrång"),
    "sedition": N_("Uppvigling"),
    "agitation": N_("Hets mot folkgrupp"),
    "child_abuse": N_("Barnpornografi"),
    "unlawful_violence": N_("Olaga våldsskildring"),
    "terrorism": N_("Offentlig uppmaning till terrorism"),
    "copyright": N_("Upphovsrätt"),
    "secrecy": N_("Sekretess"),
    "personal_data": N_("Personuppgifter"),
    "mistake": N_("Publicerad av misstag"),
}

_HAND_BACK = {
    "not_ours": N_("Hör inte till oss"),
    "for_official": N_("Bör besvaras av en tjänsteperson"),
    "needs_time": N_("Behöver mer tid"),
    "conflict_of_interest": N_("Jäv"),
}

_REFER = {"customer_service": N_("Kundtjänst"), "registrar": N_("Registrator")}

_EDIT = {
    "fact": N_("Sakfel"),
    "wording": N_("Språk"),
    "personal_data": N_("Personuppgifter"),
    "secrecy": N_("Sekretess"),
    "mistake": N_("Misstag"),
}

_OVERRIDE = {
    "wish": N_("Önskat parti"),
    "named": N_("Partiet nämns i frågan"),
    "subject": N_("Ämnet"),
    "follow_up": N_("Följdfråga"),
    "load": N_("Arbetsbelastning"),
    "absent": N_("Partiet är inte på plats"),
    "other": N_("Annat skäl"),
    "unstated": N_("Inget skäl angivet"),
}

_DISTRIBUTION = {
    "turn_order": N_("Turordning"),
    "fewest": N_("Till det parti som har minst att göra"),
    "lottery": N_("Lottning i omgångar"),
    "free": N_("Fri fördelning"),
}

_CHANNEL = {
    "web": N_("Webbformuläret"),
    "chat": N_("Ett annat program"),
    "phone": N_("Telefon"),
    "paper": N_("Papper"),
    "email": N_("E-post"),
    "visit": N_("Besök på plats"),
}

_FLAG = {
    "personal_number": N_("personnummer?"),
    "coordination_number": N_("samordningsnummer?"),
    "phone": N_("telefonnummer?"),
    "email": N_("e-postadress?"),
    "address": N_("adress?"),
    "iban": N_("kontonummer?"),
    "card": N_("kortnummer?"),
    "shouting": N_("versaler"),
    "long": N_("lång"),
    "link": N_("länk"),
    "health": N_("hälsa?"),
    "repeated_sign": N_("upprepade tecken"),
    "named": N_("nämner en ledamot"),
    "posing": N_("heter som en ledamot?"),
}

_WHY = {
    "personal_number": N_("Ser ut som ett personnummer, med rätt kontrollsiffra."),
    "coordination_number": N_("Ser ut som ett samordningsnummer, med rätt kontrollsiffra."),
    "phone": N_("Ser ut som ett telefonnummer."),
    "email": N_("Ser ut som en e-postadress."),
    "address": N_("Ser ut som en gatuadress."),
    "iban": N_("Ser ut som ett bankkontonummer, med rätt kontrollsiffror."),
    "card": N_("Ser ut som ett kortnummer, med rätt kontrollsiffra."),
    "shouting": N_("Flera ord i rad i versaler."),
    "long": N_("Längre än den rådgivande längden."),
    "link": N_("Länkar till en annan plats: läs den innan frågan publiceras."),
    "health": N_("Berättar om sin egen eller en närståendes hälsa. Sekretess kan gälla."),
    "repeated_sign": N_("Samma tecken många gånger i rad."),
    "named": N_("Nämner någon som sitter på en plats. Det är tillåtet."),
    "posing": N_("Avsändarens namn liknar namnet på någon som sitter på en plats. Människor kan heta lika."),
}

_PROVISION = {
    "osl_21_1": N_("Hälsa och sexualliv (offentlighets- och sekretesslagen, 21 kapitlet 1 §)"),
    "osl_21_3": N_("Skyddad adress (offentlighets- och sekretesslagen, 21 kapitlet 3 §)"),
    "osl_21_7": N_("Behandling i strid med dataskyddet (offentlighets- och sekretesslagen, 21 kapitlet 7 §)"),
    "osl_25_1": N_("Hälso- och sjukvård (offentlighets- och sekretesslagen, 25 kapitlet 1 §)"),
    "osl_26_1": N_("Socialtjänst (offentlighets- och sekretesslagen, 26 kapitlet 1 §)"),
    "osl_other": N_("Annan bestämmelse i offentlighets- och sekretesslagen"),
}

_ROLE = {
    "citizen": N_("Medborgare"),
    "moderator": N_("Moderator"),
    "politician": N_("Förtroendevald"),
    "organiser": N_("Arrangör"),
    "registrar": N_("Registrator"),
    "system": N_("Systemet"),
}

_CAPACITY = {"member": N_("Ordinarie"), "substitute": N_("Ersättare"), "helper": N_("Medhjälpare")}

_TURN = {
    "turn": N_("på tur"),
    "fewest": N_("har minst att göra"),
    "lottery": N_("lottad"),
    "follow_up": N_("har svarat i tråden"),
}

_LIKENESS = {"very": N_("mycket lik"), "some": N_("något lik")}

TERMS: Final[Mapping[str, Mapping[str, str]]] = {
    "state": _STATE,
    "sitting": _SITTING,
    "move": MOVE,
    "history": HISTORY,
    "did": DID,
    "decline": _DECLINE,
    "declined": DECLINED,
    "unpublish": _UNPUBLISH,
    "hand_back": _HAND_BACK,
    "refer": _REFER,
    "edit": _EDIT,
    "override": _OVERRIDE,
    "distribution": _DISTRIBUTION,
    "channel": _CHANNEL,
    "flag": _FLAG,
    "why": _WHY,
    "provision": _PROVISION,
    "role": _ROLE,
    "capacity": _CAPACITY,
    "turn": _TURN,
    "likeness": _LIKENESS,
    "reported": REPORTED,
    "reporting": REPORTING,
    "stands": STANDS,
}


_SECTION = re.compile(r"osl_(\d{1,2})_(\d{1,2})([a-z]?)")
_ELSEWHERE = N_("Offentlighets- och sekretesslagen, {chapter} kapitlet {section} §")


def term(kind: str, code: str, lang: str) -> str:
    """The reader's words for a code. Raises ``KeyError`` for a code without words: a test finds it before a reader does.

    A secrecy provision that an authority has added to the settings is said by its chapter and section.
    """
    section = _SECTION.fullmatch(code) if kind == "provision" and code not in _PROVISION else None
    if section:
        return words(lang)(_ELSEWHERE).format(
            chapter=section[1], section=f"{section[2]} {section[3]}".strip()
        )
    return words(lang)(TERMS[kind][code])


def is_provision(code: str) -> bool:
    """Whether there are words for a secrecy provision: ``osl_CHAPTER_SECTION``, or ``osl_other``."""
    return code in _PROVISION or _SECTION.fullmatch(code) is not None


def choices(kind: str, lang: str) -> list[tuple[str, str]]:
    """Every code of a kind with its words, in the order they are offered."""
    return [(code, words(lang)(text)) for code, text in TERMS[kind].items()]
