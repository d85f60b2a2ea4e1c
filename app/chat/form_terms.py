"""What was wrong in a form of those who work here, in the reader's words: one sentence beside one field. Knows no form."""

from collections.abc import Iterable, Mapping
from typing import Final

from app.chat import refusals
from app.chat.languages import N_, words
from app.records.vocabulary import Refusal

_SAID: Final[Mapping[str, str]] = {
    "empty": N_("Det här behöver fyllas i."),
    "text": N_("Texten är för lång. Den får ha högst {most} tecken."),
    "encoding": N_("Texten innehåller tecken som inte går att läsa. Ta bort dem."),
    "choice": N_("Välj ett av alternativen."),
    "number": N_("Skriv ett heltal från 1 till {most}."),
    "date": N_("Skriv ett datum, år-månad-dag, till exempel 2026-11-24."),
    "time": N_("Skriv datum och klockslag, till exempel 2026-11-24 18:00."),
    "no_such_hour": N_("Det klockslaget finns inte: klockan ställs fram då. Välj vilken tid du menar."),
    "hour_comes_twice": N_(
        "Det klockslaget kommer två gånger: klockan ställs tillbaka då. Välj vilken av dem du menar."
    ),
    "zone": N_("Tidszonen finns inte. Skriv till exempel Europe/Stockholm."),
    "rules_version": N_("Den versionen av ordningsreglerna finns inte."),
    "slug": N_(
        "Adressen får bara ha små bokstäver från a till z, siffror och bindestreck, 3 till 60 tecken. "
        "Ord som sidorna själva använder går inte."
    ),
    "slug_taken": N_("Adressen används redan, eller har använts, av en annan frågestund. Välj en annan."),
    "order": N_("Tiderna kommer i fel ordning: öppnar, börjar, sista frågan, slutar."),
    "past": N_("Tiden har redan passerat."),
    "code": N_("Beteckningen ska vara 1 till 6 versaler eller siffror, till exempel C."),
    "code_twice": N_("Beteckningen finns redan på en annan plats."),
    "name": N_("Skriv partiets namn."),
    "colour": N_("Välj en färg, eller skriv den som # och sex tecken, till exempel #009933."),
    "site": N_("Skriv en webbadress som börjar med https://"),
    "asked": N_("{party} har fått frågor i den här frågestunden och kan inte tas bort."),
    "seat": N_("En förtroendevald behöver en plats. Välj ett parti i en frågestund."),
    "no_seat": N_("Bara en förtroendevald har en plats. Välj hela frågestunden, eller överallt."),
    "role_given": N_("En arrangör är arrangör överallt, inte i en enda frågestund."),
    "no_file": N_("Välj en fil."),
    "file": N_("Filen är för stor. Den får vara högst 3 megabyte."),
    "kind_of_file": N_("Filen är varken en bild (png, jpeg eller webp) eller ett dokument (pdf)."),
    "picture": N_("Bilden går inte att visa: den är trasig, eller har för många bildpunkter."),
    "too_many": N_("Det finns redan {most}. Ta bort något först."),
    "short": N_("Skriv fyra till sex tecken: stora bokstäver utan I, L och O, och siffrorna 2 till 9."),
    "short_taken": N_("En annan frågestund har den adressen. Välj en annan."),
    "stream": N_("Skriv hela adressen. Den börjar med https:// och har inga mellanslag eller semikolon."),
    "gone": N_("Den finns inte längre. Välj en annan."),
}


def said(refusal: Refusal, lang: str) -> str:
    """The sentence for whoever filled in the form."""
    sentence = _SAID.get(refusal.detail)
    if sentence is None:
        return refusals.said(refusal, lang)
    facts = {name: refusal.facts.get(name) for name in ("most", "party")}
    return words(lang)(sentence).format(**facts)


def beside(errors: Mapping[str, Refusal], lang: str) -> dict[str, str]:
    """The sentence beside each field."""
    return {name: said(refusal, lang) for name, refusal in errors.items()}


def first_of(order: Iterable[str], errors: Mapping[str, Refusal]) -> str:
    """The first field that was wrong, which gets the focus; empty where none was."""
    return next((name for name in order if name in errors), "")
