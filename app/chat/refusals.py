"""Why something was not done, in the reader's words (quality: a sentence that a citizen or an official understands)."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from app.chat import admission
from app.chat.languages import N_, duration, words
from app.chat.terms import TERMS
from app.records.vocabulary import Refusal

_BY_CODE: Final[Mapping[str, str]] = {
    "out_of_turn": N_("Det går inte att göra just nu. Ladda om sidan för att se vad som gäller."),
    "not_yours": N_("Du har inte behörighet att göra detta."),
    "stale": N_(
        "Någon annan hann före. Se hur frågan ser ut nu och bestäm dig igen. Ditt val är inte utfört."
    ),
    "too_fast": N_("Det har kommit många inlägg på kort tid. Vänta {wait} och skicka igen."),
    "too_large": N_("Texten är för lång för att kunna tas emot. Korta den och skicka igen."),
    "malformed": N_("Det som skickades gick inte att läsa. Ingenting är sparat."),
    "closed": N_("Just nu tas inga frågor emot."),
    "unknown": N_("Det du söker finns inte här."),
    "unavailable": N_("Just nu går det inte att spara. Ingenting är mottaget. Försök igen om en stund."),
}

_BY_DETAIL: Final[Mapping[str, str]] = {
    "empty": N_("Det står ingenting i texten. Skriv något och skicka igen."),
    "encoding": N_("Texten innehåller tecken som inte går att läsa. Ingenting är sparat."),
    "sitting": N_("Det finns ingen frågestund här."),
    "question": N_("Det finns ingen fråga med det numret."),
    "note": N_("Anteckningen finns inte kvar. Någon annan kan ha tagit bort den."),
    "material": N_("Materialet finns inte här, eller visas inte längre."),
    "busy": N_("Flera filer tas emot just nu. Vänta en stund och skicka igen."),
    "seat": N_("Det finns inget sådant parti i frågestunden."),
    "receipt": N_("Det finns inget sådant kvitto här."),
    "party": N_("Välj minst ett parti."),
    "reason": N_("Skälet finns inte bland reglerna som frågestunden hålls efter."),
    "hand_back": N_("Välj varför ni lämnar tillbaka frågan."),
    "date": N_("Välj vilken dag ni återkommer med ett svar."),
    "into": N_("En fråga kan inte sammanföras med sig själv."),
    "circle": N_(
        "Nummer {into} är redan sammanförd med den här frågan. Öppna den igen först, eller välj en annan."
    ),
    "choice": N_("Välj ett av alternativen."),
    "marked": N_("Markera minst en fråga i kön först."),
    "lapsing": N_("Nu saknar {lapsing} frågor utfall. Se efter vad som händer med dem och avsluta igen."),
    "provision": N_("Bestämmelsen finns inte bland dem som går att välja."),
    "past": N_("Datumet har redan passerat."),
    "channel": N_("Välj hur frågan kom."),
    "minutes": N_("Skriv ett antal minuter mellan 1 och {most}."),
    "time_past": N_("Tiden har redan passerat. Välj en senare."),
    "future": N_("Tiden ligger framåt. Skriv när frågan kom in."),
    "too_long": N_(
        "Svaret får ha högst {most} tecken, lika många för alla partier. Korta det och skicka igen."
    ),
    "limit": N_("Skriv ett antal tecken mellan 1 och {longest}."),
    "approval": N_("Ordinarie ska godkänna det som skickas. Lämna svaret för godkännande i stället."),
    "as": N_("Du är inloggad som flera. Välj vem du är här."),
    "another seat": N_("Frågan är inte ställd till ert parti."),
    "another sitting": N_("Din behörighet gäller en annan frågestund."),
    "draft": N_("Någon annan i partiet har skrivit i svaret samtidigt. Läs deras text innan du sparar din."),
    "ticket": N_("Något annat är redan skickat från den här sidan. Ladda om den och försök igen."),
    "frame": N_("Meddelandet är för stort. Ingenting är sparat."),
    "in_use": N_(
        "Mappen används redan av en annan process: nummer {pid}, startad {since}. Avsluta den eller välj en annan mapp."
    ),
    "folder": N_("Mappen {path} går inte att använda: {reason}."),
    "database": N_("Databasen går inte att öppna: {reason}."),
    "newer": N_("Databasen är gjord av en nyare version av programmet och kan bara användas av den."),
    "unmigrated": N_("Databasen är gjord av en äldre version. Kör kommandot fragestund migrate."),
    "follows": N_("Du följer redan så mycket som går på en gång."),
    **admission.SAID,
}

_CLOSED_BY: Final[Mapping[str, str]] = {
    "sitting": N_("Det går inte i det här skedet av frågestunden."),
    "marked": N_("Det går inte, för frågan är redan sekretessmarkerad."),
    "not marked": N_("Det går inte, för frågan är inte sekretessmarkerad."),
    "secret": N_("Det går inte, för frågan är sekretessmarkerad. Häv markeringen först."),
    "root": N_("Det går inte, för frågan som den följer upp är inte publicerad."),
    "no approval": N_("Här behöver ingen godkänna svaret. Skicka det i stället."),
    "no round": N_("Frågan är inte ställd till alla partier på en gång."),
    "not requested": N_("Partiet har inte bett om någon rättelse."),
    "not reported": N_("Ingen anmälan väntar på att prövas."),
    "not promised": N_("Det går inte, för frågestunden är avslutad och inget svar är utlovat."),
}
"""What keeps out a move that the question's state would let in."""

_BY_STATE: Final[Mapping[str, str]] = {
    "received": N_("Det går inte, för frågan är inkommen och väntar på moderatorn."),
    "held": N_("Det går inte, för frågan vilar."),
    "assigned": N_("Det går inte, för frågan är hos ett parti."),
    "answered": N_("Det går inte, för frågan har ett svar som väntar på granskning."),
    "published": N_("Det går inte, för frågan är publicerad."),
    "unpublished": N_("Det går inte, för frågan är avpublicerad."),
    "declined": N_("Det går inte, för frågan publiceras inte."),
    "merged": N_("Det går inte, för frågan är sammanförd med en annan."),
    "referred": N_("Det går inte, för frågan är hänvisad."),
    "lapsed": N_("Det går inte, för frågan hanns inte med."),
}

_CLOSED_BY_STATE: Final[Mapping[str, str]] = {
    "planned": N_("Frågestunden har inte öppnat än. Det du skrev finns kvar."),
    "closing": N_("Frågetiden är slut, så inga nya frågor tas emot. Det du skrev är inte skickat."),
    "closed": N_("Frågestunden är avslutad. Det du skrev är inte skickat."),
    "archived": N_("Frågestunden är avslutad. Det du skrev är inte skickat."),
}
_PAUSED = N_(
    "Moderatorn har gjort en paus, så just nu tas inga frågor emot. Det du skrev finns kvar. Försök igen om en stund."
)
_LIMIT = N_(
    "Texten är för lång. Högst {limit} tecken får plats, och å, ä, ö och emojier räknas som flera. Korta den och skicka igen."
)


def said(refusal: Refusal, lang: str) -> str:
    """The sentence for whoever was refused, in their language. Holds no code and nothing of what was written."""
    facts, wait = dict(refusal.facts), refusal.facts.get("wait")
    if isinstance(wait, int):
        facts["wait"] = duration(wait, lang)
    return words(lang)(_sentence(refusal)).format_map(defaultdict(str, facts))


def _sentence(refusal: Refusal) -> str:
    state = str(refusal.facts.get("state"))
    if refusal.code == "closed":
        return _PAUSED if refusal.facts.get("paused") else _CLOSED_BY_STATE.get(state, _BY_CODE["closed"])
    if refusal.code == "out_of_turn" and state in TERMS["state"]:
        return _CLOSED_BY.get(refusal.detail, _BY_STATE[state])
    if refusal.code == "too_large" and refusal.facts.get("limit") and refusal.detail not in admission.SAID:
        return _LIMIT
    if refusal.code == "too_fast" and refusal.facts.get("wait") is None:
        return _BY_CODE["unavailable"]
    return _BY_DETAIL.get(refusal.detail, _BY_CODE[refusal.code])
