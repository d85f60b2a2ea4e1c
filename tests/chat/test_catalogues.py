"""The interface's texts and their translations: complete, in step, with the same gaps to fill, and without abbreviations."""

import re
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import pytest

from tools import languages

CATALOGUES = sorted((languages.ROOT / "web" / "locale").glob("*.po"))

GAP = re.compile(r"%\(\w+\)s|\{\w*\}|[#@](?!\w)|</?\w+(?: class=\"\w+\")?>")

SHORTENED = re.compile(
    r"""
    \b(?: a[nv]g | avd | bl\.?\ ?a | ca | d\.?v\.?s | e\.?\ ?d | enl | ev | exkl | f\.?\ ?d | forts | fr\.?\ ?o\.?\ ?m
        | inkl | jfr | kap | kl | m\.?\ ?fl | m\.?\ ?m | max | mobilnr | mån | nr | o\.?\ ?d | obs | osv | p\.?\ ?g\.?\ ?a
        | pers?nr | resp | s\.?\ ?k | sek | t\.?\ ?ex | t\.?\ ?o\.?\ ?m | tel | tfn | tim ) \b
    | (?: \d | \# | s | \} ) \s min\b      # a number of them, not what is mine
    | \b \w{1,3} \. \w{1,3} \. (?: \w{1,3} \.)?
    | (?-i: \w{2,} \. (?= \ [a-zåäö]))      # a sentence begins with a capital
    """,
    re.VERBOSE | re.IGNORECASE,
)
CAPITALS = re.compile(r"\b[A-ZÅÄÖ]{2,}\b")
NAMES = {"CSV", "JSON", "OK", "QR"}
"""What a file is called by the programs that open it, and a code by those who read it; and a word."""


def forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """A text, or its singular and plural."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def sentences() -> list[str]:
    return list(chain.from_iterable(map(forms, languages.texts())))


def translated() -> list[str]:
    """What every catalogue says."""
    entries = [each for path in CATALOGUES for each in languages.catalogue(path) if each.id]
    return [form for each in entries for form in forms(each.string)]


def gaps(text: str) -> list[str]:
    return sorted(GAP.findall(text))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_holds_every_text_and_no_other_in_order(path: Path):
    left = [line for line in languages.bring(path, write=False) if path.stem == "en" or "in step" in line]

    assert left == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_translation_leaves_the_same_gaps_to_fill(path: Path):
    catalogue = languages.catalogue(path)
    wrong = []
    for text in languages.texts():
        message = catalogue.get(text)
        if message is None or not languages.is_translated(message):
            continue
        allowed = [gaps(form) for form in forms(text)]
        wrong += [said for said in forms(message.string) if gaps(said) not in allowed]

    assert wrong == []


def test_the_check_finds_what_is_missing_gone_and_out_of_order(tmp_path):
    path = tmp_path / "fi.po"
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Spoken of once"\nmsgstr "x"\n'
    )

    before = list(languages.bring(path, write=False))
    list(languages.bring(path, write=True))
    after = list(languages.bring(path, write=False))

    assert before[0] == "fi.po: not in step; run make languages"
    assert (
        after
        == before[1:]
        == [f"fi.po: not translated: {text}" for text in sorted(forms(each)[0] for each in languages.texts())]
    )
    assert "Spoken of once" not in path.read_text(encoding="utf-8")


@pytest.mark.proves("R-69")
def test_no_text_is_shortened():
    shortened = [text for text in sentences() if SHORTENED.search(text)]
    capitals = [text for text in sentences() if set(CAPITALS.findall(text)) - NAMES]

    assert (shortened, capitals) == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        "till exempel kl. 18",
        "# min",
        "Nr 5",
        "m.m. och annat",
        "se 21 kap. 1 §",
        "Frågor osv",
        "tel 112",
        "%(n)s min",
    ],
)
def test_what_is_shortened_is_found(text):
    assert SHORTENED.search(text)


@pytest.mark.parametrize("text", ["Det är min. Inte din.", "Klar. Resten kommer.", "https://exempel"])
def test_what_is_whole_is_let_through(text):
    assert not SHORTENED.search(text)


def test_nothing_is_cheered():
    assert [text for text in (*sentences(), *translated()) if "!" in text] == []


def test_a_sitting_is_never_called_a_session():
    assert [text for text in translated() if "session" in text.lower()] == []


def test_no_text_begins_or_ends_with_a_space_or_holds_two():
    assert [text for text in sentences() if text != " ".join(text.split())] == []
