"""What readers report of published posts, and why one stands, in the reader's words. Knows no page."""

from app.chat.languages import N_

REPORTED = {
    "unlawful_threat": N_("Olaga hot"),
    "privacy": N_("Olaga integritetsintrång"),
    "sedition": N_("Uppvigling"),
    "agitation": N_("Hets mot folkgrupp"),
    "child_abuse": N_("Barnpornografi"),
    "unlawful_violence": N_("Olaga våldsskildring"),
    "terrorism": N_("Offentlig uppmaning till terrorism"),
    "copyright": N_("Upphovsrätt"),
    "personal_data": N_("Personuppgifter"),
    "rules": N_("Strider mot ordningsreglerna på annat sätt"),
}

REPORTING = {
    "unlawful_threat": N_("Någon hotar någon annan"),
    "privacy": N_("Bilder eller uppgifter ur någons privatliv, som kan skada"),
    "sedition": N_("Någon uppmanar till brott"),
    "agitation": N_("Hot eller missaktning mot en folkgrupp"),
    "child_abuse": N_("Skildrar barn sexuellt"),
    "unlawful_violence": N_("Skildrar grovt våld"),
    "terrorism": N_("Uppmanar till terrorism"),
    "copyright": N_("Någon annan har skrivit det och har inte lovat att det visas"),
    "personal_data": N_("Personuppgifter som inte borde stå där"),
    "rules": N_("Något annat som ordningsreglerna inte tillåter"),
}
"""The same kinds for whoever reports: said so that nobody has to know the law."""

STANDS = {
    "lawful": N_("Innehållet är inte olagligt"),
    "within_rules": N_("Det följer ordningsreglerna"),
    "tried": N_("Samma sak är redan prövad"),
}
