"""Every word that a reader meets goes through gettext: in the templates, in the program and in the pages' scripts."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from jinja2 import Environment

from tests.repository.tracked import program, texts

JINJA = Environment(autoescape=True)
TEMPLATES = dict(texts(".html", under="web/templates/"))

SAID = "\0"
"""Stands in the mark-up for what a template puts there."""

SPOKEN = {
    "alt",
    "aria-description",
    "aria-label",
    "aria-roledescription",
    "aria-valuetext",
    "label",
    "placeholder",
    "title",
}
MACHINE = re.compile(r"[a-z0-9_.:/#?\0 -]*")
SENTENCE = re.compile(r"[åäöÅÄÖ]|^[A-ZÅÄÖ][a-zåäö]|[a-zåäö] [a-zåäö]")
NO_SENTENCE = re.compile(r'[\w-]+="|Europe/Stockholm$|thread hung$')
"""Attributes, a time zone and classes."""
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')

SAYS = re.compile(
    r"(?:textContent|innerText|title|ariaLabel|placeholder|alt)\s*\+?=\s*[\"'`]([^\"'`\n]*[A-Za-zåäö]{2}[^\"'`\n]*)[\"'`]"
)
"""A script that puts a word of its own on the page."""
PHRASE = re.compile(r"[A-Za-z]+(?: [a-z]+){2,}[.?]?")
COMMENT = re.compile(r"(?m)^\s*(?://|/?\*).*$|\s// .*$")
SWEDISH = re.compile(r"[åäöÅÄÖ]")
NOT_TOLD = (
    *("app/cli/", "app/commands.py", "app/demo.py", "app/doctor.py"),
    *("app/rehearsal/", "app/routing/advice/", "app/routing/likeness/"),
)
"""What speaks to whoever runs the program, and does so in Swedish; the cast; and what is looked for in posts."""
NO_WORDS = {"app/access/passwords.py", "app/chat/canned.py", "app/routing/plans.py"}
"""Passwords that are too easy to guess; what officials send, which is in the sitting's language; the letters of a party's code."""
NAMES = {"Frågestund", "Meänkieli"}


class Template:
    """A template's mark-up without what it translates, and the strings in its statements that it does not translate."""

    def __init__(self, source: str) -> None:
        self.markup, self.strings = "", list[str]()
        self._translating = self._naming = False
        statement: list[tuple[str, str]] = []
        for _, kind, value in JINJA.lex(source):
            if kind in ("block_begin", "variable_begin"):
                statement = []
            elif kind in ("block_end", "variable_end"):
                self._take(kind, statement)
            elif kind == "data" and not (self._translating or self._naming):
                self.markup += value
            elif kind not in ("data", "whitespace") and not kind.startswith("comment"):
                statement.append((kind, value))

    def _take(self, kind: str, statement: list[tuple[str, str]]) -> None:
        first = statement[0][1]
        self._naming = first == "block" and statement[1][1] == "kind"
        self._translating = (self._translating or first == "trans") and first != "endtrans"
        if first == "trans" or (kind == "variable_end" and not self._translating):
            self.markup += SAID
        before = [("", ""), ("", ""), *statement]
        for place, (what, value) in enumerate(statement):
            if what == "string" and before[place : place + 2] != [("name", "_"), ("operator", "(")]:
                self.strings.append(value[1:-1])


class Words(HTMLParser):
    """The letters of a mark-up that nobody translates."""

    def __init__(self, markup: str, spoken: set[str]) -> None:
        super().__init__()
        self.found: list[str] = []
        self._spoken, self._tag = spoken, ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag = tag
        for name, value in attrs:
            self._read(name, value or "")

    def handle_endtag(self, tag: str) -> None:
        self._tag = ""

    def handle_data(self, data: str) -> None:
        for name, value in ATTRIBUTE.findall(data):
            self._read(name, value)
        rest = ATTRIBUTE.sub("", data)
        if letters(rest) and self._tag != "kbd":
            self.found.append(rest.strip())

    def _read(self, name: str, value: str) -> None:
        for_machines = name.startswith("data-") and name not in self._spoken
        if (for_machines and not MACHINE.fullmatch(value)) or (name in self._spoken and letters(value)):
            self.found.append(f"{name}: {value}")


def letters(text: str) -> bool:
    return any(sign.isalpha() for sign in text)


def spoken() -> set[str]:
    """The attributes that are read by somebody: those of HTML, and those in which our scripts find their words."""
    ours = {
        name
        for source in TEMPLATES.values()
        for name in re.findall(r"""(data-[\w-]+)=["']\{\{ _\(""", source)
    }
    return SPOKEN | ours


def unspoken(source: str) -> list[str]:
    template = Template(source)
    said = [text for text in template.strings if SENTENCE.search(text) and not NO_SENTENCE.search(text)]
    return Words(template.markup, spoken()).found + said


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_says_nothing_past_the_catalogue(name: str):
    assert unspoken(TEMPLATES[name]) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hej</p>", ["Hej"]),
        ("<p>{% trans %}Hej{% endtrans %}</p>", []),
        ("<p>{% trans n=2 %}En{% pluralize %}{{ n }} fler{% endtrans %} till</p>", ["\0 till"]),
        ("<p>{{ name }}: {{ _('Hej') }} · 12</p>", []),
        ('<a title="Hej">{# Hej #}</a>', ["title: Hej"]),
        ('<a aria-label="{{ name }} hej">', ["aria-label: \0 hej"]),
        ("""<p data-many="# nya"></p>""", ["data-many: # nya"]),
        ('<p data-tab="all" class="Hej" id="{{ id }}-answers"></p>', []),
        ('<p data-odd="Hej"></p>', ["data-odd: Hej"]),
        ('{{ f.line("title", "Rubrik") }}', ["Rubrik"]),
        ('{{ f.line("title", _("Rubrik"), extra=\'min="1" max="9"\') }}', []),
        ('{% set words = {"a": "två ord", "b": _("två ord")} %}', ["två ord"]),
        ("<kbd>Enter</kbd>", []),
    ],
)
def test_what_is_said_past_it_is_found(source: str, found: list[str]):
    assert unspoken(source) == found


def test_the_program_says_nothing_past_the_catalogue():
    found = [
        f"{name}: {text}"
        for name, tree in program()
        if not name.startswith(NOT_TOLD) and name not in NO_WORDS
        for text in _strings(tree)
        if SWEDISH.search(text) and not any(own in text for own in NAMES)
    ]

    assert found == []


def worded(script: str) -> list[str]:
    """What a script says in words of its own, in any language."""
    plain = COMMENT.sub("", script)
    strings = [said for _, said in re.findall(r"""(["`'])((?:(?!\1)[^\n])*)\1""", plain)]
    named = [said for said in strings if SWEDISH.search(said) or re.match(r"[A-Z][a-z]+[ .:]", said)]
    phrases = [said for said in strings if PHRASE.fullmatch(said)]
    return [*named, *phrases, *(said for said in SAYS.findall(plain) if "${" not in said)]


def test_the_scripts_find_their_words_on_the_page():
    detectors = {f"web/js/{name}.js" for name in ("advice", "likeness", "shouting")}
    found = [
        f"{name}: {said}"
        for name, text in texts(".js", under="web/js/")
        if name not in detectors
        for said in worded(text)
    ]

    assert found == []


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ('place.textContent = "New"', ["New"]),
        ("place.textContent = words.dataset.many", []),
        ("const text = 'try again later'", ["try again later"]),
        ('say("Försök igen")', ["Försök igen"]),
        ('list.closest("[data-items] > li")', []),
        ('// Try "again" later', []),
    ],
)
def test_what_a_script_says_by_itself_is_found(script: str, found: list[str]):
    assert sorted(set(worded(script))) == found


def _strings(tree: ast.Module) -> Iterator[str]:
    """Every string of a module that is neither translated nor a docstring."""
    passed = set[ast.AST]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):
            passed.add(node.value)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("N_", "_", "ngettext"):
            passed.update(node.args)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in passed:
            yield node.value
