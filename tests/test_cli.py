"""The command line without a server: it opens the data itself, says what it did, and in a sentence why it did not."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from app.cli import app

TIMES = {
    "opens": "2027-03-20T12:00",
    "live": "2027-03-29T18:00",
    "intake-end": "2027-03-29T19:00",
    "end": "2027-03-29T19:30",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FRAGESTUND_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("LC_ALL", "sv_SE.UTF-8")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def plan(slug: str, **changed: str) -> Result:
    said = {
        "title": "Bussarna",
        "commission": "Vad behövs?",
        "afterwards": "Vi läser allt.",
        "official": "Gunilla",
    }
    given = {
        **said,
        "contact": "040-628 04 10",
        **TIMES,
        **{name.replace("_", "-"): text for name, text in changed.items()},
    }
    return run(
        "sitting", "create", slug, *(word for name, text in given.items() for word in (f"--{name}", text))
    )


@pytest.mark.proves("M1")
def test_a_sitting_is_planned_listed_opened_copied_and_closed():
    planned = plan("bussarna")
    assert json.loads(planned.stdout)["sitting"] == "bussarna"

    done = [
        run("sitting", *words)
        for words in (("open", "bussarna"), ("copy", "bussarna", "tågen-2"), ("copy", "bussarna", "tagen"))
    ]

    assert [ended.exit_code for ended in done] == [0, 1, 0]
    assert [line.split("\t")[:2] for line in run("sitting", "list").stdout.splitlines()] == [
        ["bussarna", "open"],
        ["tagen", "planned"],
    ]
    assert run("sitting", "close", "bussarna").exit_code == 0
    assert ["bussarna", "closed"] in [
        line.split("\t")[:2] for line in run("sitting", "list").stdout.splitlines()
    ]


@pytest.mark.parametrize(
    ("slug", "changed", "sentence"),
    [
        ("Å b", {}, "små bokstäver"),
        ("organiser", {}, "Ord som sidorna själva använder går inte"),
        ("bussarna", {"opens": "2027-03-28T02:30"}, "Det klockslaget finns inte"),
        ("bussarna", {"opens": "2026-10-25T02:30"}, "kommer två gånger"),
        ("bussarna", {"end": "2027-03-29T17:00"}, "fel ordning"),
        ("bussarna", {"zone": "Mars/Olympus"}, "Tidszonen finns inte"),
    ],
)
def test_a_plan_that_cannot_be_kept_is_refused_with_what_is_wrong(
    slug: str, changed: dict[str, str], sentence: str
):
    ended = plan(slug, **changed)

    assert (ended.exit_code, sentence in ended.output) == (1, True), ended.output
    assert run("sitting", "list").stdout == ""


def test_an_address_is_never_another_sittings():
    plan("bussarna")

    ended = plan("bussarna")

    assert (ended.exit_code, "av en annan frågestund" in ended.output) == (1, True)


def test_an_account_is_added_invited_anew_and_disabled():
    plan("bussarna")

    added = run(
        "account", "add", "moa", "--name", "Moa Wikander", "--role", "moderator", "--sitting", "bussarna"
    )
    invited = run("account", "invite", "moa")

    first, second = json.loads(added.stdout)["invitation"], json.loads(invited.stdout)["invitation"]
    assert first != second
    assert [run("account", "disable", login).exit_code for login in ("moa", "nobody")] == [0, 1]
