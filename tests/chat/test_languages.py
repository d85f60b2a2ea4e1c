"""The reader's language: how it is chosen, what a catalogue says, and how one more is added."""

from datetime import date
from enum import StrEnum
from pathlib import Path

import pytest

from app.chat import refusals, shown, terms
from app.chat.languages import Catalogue, choose, duration, name, offered, own_name, words
from app.records import vocabulary
from app.records.vocabulary import TooFast
from app.routing.advice.flags import Flag
from app.routing.distribution import Why
from app.settings import Settings

HEAD = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: pl\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

"""

TOLD_BY = {
    vocabulary.State: ("state",),
    vocabulary.SittingState: ("sitting",),
    vocabulary.Move: ("move", "history"),
    vocabulary.Role: ("role",),
    vocabulary.Capacity: ("capacity",),
    vocabulary.Distribution: ("distribution",),
    vocabulary.Override: ("override",),
    vocabulary.DeclineReason: ("decline",),
    vocabulary.UnpublishReason: ("unpublish",),
    vocabulary.HandBackReason: ("hand_back",),
    vocabulary.ReferTo: ("refer",),
    vocabulary.EditReason: ("edit",),
    Flag: ("flag",),
}

KINDS = [(codes, kind) for codes, kinds in TOLD_BY.items() for kind in kinds]


def catalogue(folder: Path, *entries: str) -> Catalogue:
    path = folder / "pl.po"
    path.write_text(HEAD + "\n\n".join(entries) + "\n", encoding="utf-8")
    return Catalogue(path)


@pytest.mark.parametrize(
    ("asked", "kept", "accepted", "chosen"),
    [
        (None, None, None, "sv"),
        ("en", "sv", "sv", "en"),
        ("sv", "en", "en", "sv"),
        ("xx", "en", "sv", "en"),
        (None, "en", "sv", "en"),
        (None, "../en", "en", "en"),
        (None, None, "en-GB,en;q=0.9", "en"),
        (None, None, "de, EN;q=0.3, sv;q=0.2", "en"),
        (None, None, "en;q=0.3, sv;q=0.4", "sv"),
        (None, None, "en ; q=0.5", "en"),
        (None, None, "en;q=0, *", "sv"),
        (None, None, "en;q=much, de", "sv"),
        (None, None, ",;,;;q=", "sv"),
        (None, None, "x" * 200 + ",en", "sv"),
    ],
)
def test_the_address_goes_before_the_cookie_and_the_cookie_before_the_browser(asked, kept, accepted, chosen):
    assert choose(asked, kept, accepted) == chosen


def test_swedish_is_the_source_and_english_is_offered_beside_it():
    assert offered()[0] == "sv"
    assert "en" in offered()
    assert words("sv")("Inkommen") == "Inkommen"
    assert words("en")("Inkommen") == "Received"


def test_what_a_catalogue_does_not_say_is_said_in_swedish(tmp_path):
    polish = catalogue(tmp_path, 'msgid "ja"\nmsgstr ""', '#, fuzzy\nmsgid "nej"\nmsgstr "może"')

    assert [polish.gettext(text) for text in ("ja", "nej", "kanske")] == ["ja", "nej", "kanske"]
    assert [polish.ngettext("{n} minut", "{n} minuter", count) for count in (1, 2)] == [
        "{n} minut",
        "{n} minuter",
    ]


def test_a_catalogue_has_as_many_forms_as_its_language(tmp_path):
    forms = 'msgid "{n} minut"\nmsgid_plural "{n} minuter"\n' + "\n".join(
        f'msgstr[{form}] "{{n}} {said}"' for form, said in enumerate(["minuta", "minuty", "minut"])
    )

    polish = catalogue(tmp_path, forms)

    said = [polish.ngettext("{n} minut", "{n} minuter", count).format(n=count) for count in (1, 3, 5, 22)]
    assert said == ["1 minuta", "3 minuty", "5 minut", "22 minuty"]


def test_a_text_that_has_a_plural_elsewhere_is_said_where_it_has_none_too(tmp_path):
    polish = catalogue(
        tmp_path, 'msgid "{n} väntar"\nmsgid_plural "{n} väntar"\nmsgstr[0] "a"\nmsgstr[1] "b"\nmsgstr[2] "c"'
    )

    assert polish.gettext("{n} väntar") == "a"


def test_a_language_is_called_what_its_speakers_call_it():
    called = {code: own_name(code) for code in ("sv", "en", "fi", "se", "fit")}

    assert called == {
        "sv": "Svenska",
        "en": "English",
        "fi": "Suomi",
        "se": "Davvisámegiella",
        "fit": "Meänkieli",
    }


def test_the_language_of_a_text_is_named_to_its_reader_and_never_by_its_code():
    assert [name(code, "sv") for code in ("sv", "en-GB", "und", "qqq")] == [
        "svenska",
        "engelska",
        "obestämt språk",
        "obestämt språk",
    ]
    assert name("sv", "en") == "Swedish"


def test_a_language_without_habits_of_its_own_borrows_the_swedish_ones():
    day = date(2026, 11, 24)

    assert shown.day(day, "Europe/Stockholm", "fit") == shown.day(day, "Europe/Stockholm", "sv")
    assert shown.day(day, "Europe/Stockholm", "en") == "Tuesday 24 November 2026"


def test_a_time_to_wait_is_told_in_whole_words():
    assert [duration(seconds, "sv") for seconds in (1, 59, 60, 61, 600)] == [
        "1 sekund",
        "59 sekunder",
        "1 minut",
        "2 minuter",
        "10 minuter",
    ]
    assert "Wait 7 minutes and send again." in refusals.said(TooFast("address", wait=401), "en")


@pytest.mark.parametrize(("codes", "kind"), KINDS, ids=lambda each: getattr(each, "__name__", each))
def test_every_code_has_words_in_every_language(codes, kind):
    assert set(terms.TERMS[kind]) >= {code.value for code in codes}
    for lang in offered():
        said = {code.value: terms.term(kind, code, lang) for code in codes}
        assert [code for code, text in said.items() if not text.strip() or "_" in text] == []
        assert lang != "en" or all(text.isascii() for text in said.values())


def test_every_set_of_codes_in_the_vocabulary_is_known_here():
    every = {
        each for each in vars(vocabulary).values() if isinstance(each, type) and issubclass(each, StrEnum)
    }

    assert every - {StrEnum} == set(TOLD_BY) - {Flag}


def test_every_proposal_has_words_for_why():
    told = {"turn" if why is Why.TURN_ORDER else why.value for why in Why if why is not Why.FREE}

    assert set(terms.TERMS["turn"]) == told


@pytest.mark.parametrize("lang", offered())
def test_every_provision_of_the_settings_has_words(lang):
    codes = Settings.read({}, demo=True).provision_codes

    assert [code for code in codes if code in terms.term("provision", code, lang)] == []
    assert set(codes) == set(terms.TERMS["provision"])


def test_a_provision_that_an_authority_adds_is_said_by_chapter_and_section():
    settings = Settings.read({"FRAGESTUND_PROVISIONS": "osl_40_5, osl_26_15a"}, demo=True)

    assert [terms.term("provision", code, "sv") for code in settings.provision_codes] == [
        "Offentlighets- och sekretesslagen, 40 kapitlet 5 §",
        "Offentlighets- och sekretesslagen, 26 kapitlet 15 a §",
    ]


def test_a_provision_without_words_is_refused_at_the_start():
    with pytest.raises(ValueError, match="FRAGESTUND_PROVISIONS: foo is no osl_CHAPTER_SECTION"):
        Settings.read({"FRAGESTUND_PROVISIONS": "osl_21_1,foo"}, demo=True)
