"""What stands beside the code: that links lead somewhere, words are explained and decisions fit on a page."""

import re
import tomllib
from itertools import count

import pytest

from app.records import vocabulary
from tests.repository.tracked import ROOT, texts

REQUIRED = (
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "LICENSE",
    "Dockerfile",
    "docs/words.md",
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s#]+)(?:#[^)]*)?\)")


def decisions() -> list[str]:
    return [name for name, _ in texts(".md", under="docs/decisions/")]


@pytest.mark.parametrize("paper", REQUIRED)
def test_a_stranger_finds_the_paper(paper):
    assert (ROOT / paper).is_file()


def test_every_link_between_papers_leads_to_a_file():
    broken = [
        f"{name}: {target}"
        for name, text in texts(".md")
        for target in LINK.findall(text)
        if "://" not in target and not target.startswith("mailto:")
        if not (ROOT / name).parent.joinpath(target).exists()
    ]

    assert broken == []


def test_the_readme_is_read_in_a_few_minutes():
    assert (ROOT / "README.md").read_text(encoding="utf-8").count("\n") < 120


def test_the_readme_says_no_figure_of_speed_that_was_not_measured():
    said = (
        (ROOT / "README.md").read_text(encoding="utf-8").partition("## Performance")[2].partition("\n## ")[0]
    )
    figures = re.findall(
        r"\d+(?: \d{3})*(?:\.\d+)?(?: (?:ms|KB|µs))?", said.replace("99 of 100", "").replace("fsync", "")
    )
    measured = (ROOT / "docs/benchmarks.md").read_text(encoding="utf-8")

    assert len(figures) >= 5
    assert [
        figure for figure in figures if figure.removesuffix(" µs").removesuffix(" KB") not in measured
    ] == []


def test_the_decisions_are_numbered_without_a_gap():
    numbers = [int(name.split("/")[-1][:4]) for name in decisions()]

    assert numbers == [number for number, _ in zip(count(1), numbers, strict=False)]
    assert len(numbers) >= 8


def test_a_decision_fits_on_one_page():
    lengths = {name: text.count("\n") for name, text in texts(".md", under="docs/decisions/")}

    assert {name: length for name, length in lengths.items() if length > 60} == {}


@pytest.mark.parametrize(
    "words", [vocabulary.State, vocabulary.SittingState, vocabulary.Move, vocabulary.Role]
)
def test_every_word_of_the_life_cycle_is_explained_in_swedish(words):
    explained = set(re.findall(r"`([a-z_]+)`", (ROOT / "docs/words.md").read_text(encoding="utf-8")))

    assert {str(word) for word in words} - explained == set()


def test_the_licence_is_the_one_the_project_declares():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")

    assert project["license"] == "EUPL-1.2"
    assert licence.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert "15.Applicable Law" in licence
    assert licence.rstrip().endswith("production of a new EUPL version.")
