"""Why a post is not published, as a whole sentence to whoever asked (M14). Knows no page."""

from app.chat.languages import N_

DECLINED = {
    "group_remark": N_(
        "Den innehåller kommentarer om etnicitet, kön, sexuell läggning, politik eller religion som inte hör till saken."
    ),
    "hate": N_("Den är rasistisk, främlingsfientlig eller sexistisk."),
    "commercial": N_("Den innehåller reklam eller erbjudanden om pengar eller gåvor."),
    "copyright": N_("Någon annan har upphovsrätt till texten."),
    "crime": N_("Den uppmanar till brott."),
    "threat": N_("Den innehåller hot, trakasserier eller ryktesspridning."),
    "posing": N_("Den som skrev den utger sig för att vara en annan person."),
    "personal_data": N_("Den innehåller personuppgifter. Skriv gärna om den utan dem och skicka igen."),
    "swearing": N_(
        "Den innehåller svordomar eller obscena ord. Skriv gärna om den utan dem och skicka igen."
    ),
    "slander": N_("Den innehåller förtal eller personangrepp."),
    "violence": N_("Den innehåller våld eller pornografi."),
    "off_topic": N_("Den hör inte till det som frågestunden handlar om."),
    "shouting": N_(
        "Den är skriven med stora bokstäver. Skriv gärna om den med vanliga bokstäver och skicka igen."
    ),
    "tone": N_("Tonen i den är ohövlig. Skriv gärna om den och skicka igen."),
}
