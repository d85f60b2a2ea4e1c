"""Why somebody was not let in, or an account not changed, in the reader's words. Knows no page."""

from collections.abc import Mapping
from typing import Final

from app.chat.languages import N_

SAID: Final[Mapping[str, str]] = {
    # at the gate
    "origin": N_("Det som skickades kom inte från en av våra sidor. Öppna sidan igen och skicka därifrån."),
    "host": N_("Adressen hör inte till den här tjänsten."),
    "plain_http": N_("Tjänsten kan bara nås över en säker anslutning. Skriv https först i adressen."),
    "head": N_(
        "Webbläsaren skickade mer uppgifter än vad som kan tas emot. Ta bort webbplatsens kakor och försök igen."
    ),
    "body": N_("Texten är för lång för att kunna tas emot. Korta den och skicka igen."),
    "slow": N_("Det tog för lång tid att ta emot det du skickade. Ingenting är sparat. Försök igen."),
    "mishap": N_(
        "Något gick fel hos oss. Försök igen om en stund. Uppge numret {request} om du frågar om felet."
    ),
    # at the doors
    "sign_in": N_("Användarnamnet eller lösenordet stämmer inte."),
    "sign_in_needed": N_("Du behöver logga in först."),
    "attempts": N_("Det har gjorts många försök att logga in på kort tid. Vänta {wait} och försök igen."),
    "role": N_("Du är inloggad, men inte med behörighet till den här sidan."),
    "invitation": N_("Inloggningslänken finns inte. Be den som gav dig den om en ny."),
    "invitation_used": N_("Inloggningslänken är redan använd. Be den som gav dig den om en ny."),
    "invitation_expired": N_("Inloggningslänken gäller inte längre. Be den som gav dig den om en ny."),
    "old_password": N_("Det nuvarande lösenordet stämmer inte."),
    "password_short": N_("Lösenordet är för kort. Det behöver minst {least} tecken."),
    "password_worn": N_("Lösenordet är för lätt att gissa. Välj till exempel flera ord som inte hör ihop."),
    "password": N_("Lösenordet är för långt. Det får ha högst {limit} tecken."),
    # on accounts
    "accounts": N_("Bara en arrangör kan ändra konton och behörigheter."),
    "account": N_("Det finns inget sådant konto."),
    "login": N_("Användarnamnet behöver vara ett enda ord utan mellanslag, till exempel en e-postadress."),
    "login_taken": N_("Användarnamnet finns redan."),
    "account_name": N_("Skriv personens namn, högst 200 tecken."),
    "role_given": N_("Den behörigheten kan inte ges på det sättet."),
    "grant": N_("Kontot har inte den behörigheten."),
    "held": N_("Kontot har redan den behörigheten."),
    "disabled": N_("Kontot är avstängt."),
    "self": N_("Du kan inte ta ifrån dig själv din egen behörighet. Be en annan arrangör."),
    "reusable": N_("En länk som kan användas flera gånger finns bara under en övning."),
    "no_rehearsal": N_("Frågestunden är ingen övning."),
}
"""By the detail of a refusal."""
