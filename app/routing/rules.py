"""The rules of order in their versions (M14, M33). Pure: the sentences are Swedish sources; the pages translate them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.records.vocabulary import DeclineReason, Malformed

_ = str  # marks a sentence for translation where it stands; who shows it translates it


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that a post may not be: the reason's code, and the rule as the citizen reads it."""

    reason: DeclineReason
    text: str


@dataclass(frozen=True, slots=True)
class Rules:
    """A version of the rules of order: what it is called, from when it holds, and its rules in the order they are shown."""

    version: str
    valid_from: date
    rules: tuple[Rule, ...]

    @property
    def reasons(self) -> tuple[DeclineReason, ...]:
        return tuple(rule.reason for rule in self.rules)


_FIRST: Final = Rules(
    version="2026-1",
    valid_from=date(2026, 1, 1),
    rules=(
        Rule(
            DeclineReason.GROUP_REMARK,
            _(
                "Kommentarer om etnicitet, kön, sexuell läggning, politisk eller religiös tillhörighet som inte hör till saken"
            ),
        ),
        Rule(DeclineReason.HATE, _("Rasistiska, främlingsfientliga eller sexistiska inlägg")),
        Rule(DeclineReason.COMMERCIAL, _("Reklam, eller erbjudanden om pengar eller gåvor")),
        Rule(DeclineReason.COPYRIGHT, _("Texter eller annat material som någon annan har upphovsrätt till")),
        Rule(DeclineReason.CRIME, _("Uppmaningar till brott, eller inlägg som strider mot lagen")),
        Rule(DeclineReason.THREAT, _("Hot, trakasserier eller skvaller")),
        Rule(DeclineReason.POSING, _("Inlägg där någon ger sig ut för att vara en annan person som finns")),
        Rule(DeclineReason.PERSONAL_DATA, _("Personuppgifter, om dig själv eller om andra")),
        Rule(DeclineReason.SWEARING, _("Svordomar och obscena ord")),
        Rule(DeclineReason.SLANDER, _("Förtal och personangrepp")),
        Rule(DeclineReason.VIOLENCE, _("Skildringar av våld, och pornografi")),
        Rule(DeclineReason.OFF_TOPIC, _("Inlägg som inte hör till ämnet")),
        Rule(DeclineReason.SHOUTING, _("Inlägg som ropar med stora bokstäver eller upprepade tecken")),
        Rule(DeclineReason.TONE, _("Inlägg i en ton som inte är hövlig")),
    ),
)

VERSIONS: Final[Mapping[str, Rules]] = {rules.version: rules for rules in (_FIRST,)}
"""Every version that a sitting was ever held under. A version is never changed: a new one is added."""

CURRENT: Final = _FIRST.version
"""The version that a new sitting is held under, unless it says otherwise."""


def rules_of(version: str) -> Rules:
    """The rules of that version. Raises ``Malformed`` (facts: ``field``)."""
    if version not in VERSIONS:
        raise Malformed("rules_version", field="rules_version")
    return VERSIONS[version]
