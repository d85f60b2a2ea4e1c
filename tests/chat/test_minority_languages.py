"""Finnish, Meänkieli and Northern Sami, and a language that is written the other way: each is added by its catalogue alone."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.chat.languages import direction
from tests.repository.tracked import ROOT

pytestmark = pytest.mark.proves("M36")

ADDED = ("fi", "fit", "se", "yi")
SAID = 'msgid "Ordningsregler"\nmsgstr "'
COUNTED = 'msgid "{n} minut"\nmsgid_plural "{n} minuter"\n'

# The three forms of Northern Sami are one, two and more.
FORMS = {
    "fi": ("{n} yksi", "{n} monta"),
    "fit": ("{n} yks", "{n} monta"),
    "se": ("{n} okta", "{n} guokte", "{n} máŋga"),
    "yi": ("{n} eyn", "{n} sakh"),
}

PAGE = """
import json
from app.chat import languages, render
from app.chat.house import Authority
from app.chat.visitor import Visitor
from app.routing.rules import rules_of, CURRENT

def page(lang):
    visitor = Visitor(Authority("Frågestund", "", ""), lang, False, "/rules")
    facts = {"visitor": visitor, "languages": languages.offered(), "sitting": None, "rules": rules_of(CURRENT)}
    return render.page("rules.html", lang, **facts)

def told(lang):
    minutes = [languages.duration(60 * n, lang) for n in (1, 2, 3)]
    return {"page": page(lang), "minutes": minutes, "chosen": languages.choose(None, None, lang)}

print(json.dumps({"offered": languages.offered(), **{lang: told(lang) for lang in languages.offered()}}))
"""


def run(folder: Path, *arguments: str) -> str:
    done = subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True, text=True)
    assert done.stderr == ""
    return done.stdout


def begin(folder: Path, lang: str) -> Path:
    """A catalogue in which nothing is said yet but its plurals, as `make languages ARGS="--new …"` begins it."""
    path = folder / "web" / "locale" / f"{lang}.po"
    path.touch()
    return path


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a program says that has been given a catalogue for each of them and nothing else."""
    folder = tmp_path_factory.mktemp("languages")
    for part in ("app", "web", "tools"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    paths = [begin(folder, lang) for lang in ADDED]
    left = run(folder, "tools/languages.py")
    assert all(f"{lang}.po: not translated: Ordningsregler" in left for lang in ADDED)
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert SAID in text
        text = text.replace(SAID, f"{SAID}Regler på {path.stem}")
        empty = "".join(f'msgstr[{n}] ""\n' for n in range(len(FORMS[path.stem])))
        assert COUNTED + empty in text
        forms = "".join(f'msgstr[{n}] "{form}"\n' for n, form in enumerate(FORMS[path.stem]))
        path.write_text(text.replace(COUNTED + empty, COUNTED + forms), encoding="utf-8")
    told: dict[str, Any] = json.loads(run(folder, "-c", PAGE))
    return told


def test_they_are_offered_under_their_own_names_on_every_page(facts: dict[str, Any]):
    assert facts["offered"] == ["sv", "en", *ADDED]
    for lang, name in (("fi", "Suomi"), ("fit", "Meänkieli"), ("se", "Davvisámegiella")):
        assert (
            f'<a href="/rules?lang={lang}" lang="{lang}" hreflang="{lang}">{name}</a>' in facts["sv"]["page"]
        )


@pytest.mark.parametrize("lang", ADDED)
def test_a_page_says_its_language_and_what_is_not_translated_is_swedish(facts: dict[str, Any], lang: str):
    page = facts[lang]["page"]

    written = ' dir="rtl"' if lang == "yi" else ""
    assert f'<html lang="{lang}"{written}>' in page
    assert f'<h1 class="title">Regler på {lang}</h1>' in page
    assert "Till innehållet" in page
    assert facts[lang]["chosen"] == lang


def test_each_counts_in_as_many_forms_as_it_has(facts: dict[str, Any]):
    counted = {lang: facts[lang]["minutes"] for lang in ADDED}

    assert counted == {
        "fi": ["1 yksi", "2 monta", "3 monta"],
        "fit": ["1 yks", "2 monta", "3 monta"],
        "se": ["1 okta", "2 guokte", "3 máŋga"],
        "yi": ["1 eyn", "2 sakh", "3 sakh"],
    }


def test_a_language_knows_which_way_it_is_written():
    assert [direction(lang) for lang in ("sv", "en", "fi", "fit", "se", "yi", "ar")] == [
        *["ltr"] * 5,
        "rtl",
        "rtl",
    ]
