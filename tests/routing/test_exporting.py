"""That a register was taken out is entered, by those who may take it out; and what of the material goes with it."""

import hashlib
import json
from typing import Any

import pytest

from app.records import export, materials
from app.records.vocabulary import COMMAND_LINE, Actor, Role, Unknown
from app.routing import exporting
from app.routing.materials import attach, describe, detach
from tests.routing.files import PDF, png
from tests.routing.stage import LIVE, MOA, ORGANISER, REGISTRAR, SLUG, Stage, politician


def test_taking_out_is_entered_with_its_form_and_changes_nothing_else(stage: Stage) -> None:
    before = stage.sitting()

    for by in (REGISTRAR, COMMAND_LINE):
        stage.do(exporting.export, SLUG, "csv", by=by)

    entered = [each for each in stage.entries("sitting") if each.move == "export"]
    assert [(each.role, each.facts) for each in entered] == [
        ("registrar", {"form": "csv"}),
        ("organiser", {"form": "csv"}),
    ]
    assert stage.sitting() == before


def test_nobody_else_takes_a_register_out(stage: Stage) -> None:
    elsewhere = Actor(Role.REGISTRAR, account=4, sitting="en-annan")

    refused = [
        stage.refused(exporting.export, SLUG, "csv", by=by) for by in (MOA, politician("C"), elsewhere)
    ]

    assert [each.code for each in refused] == ["not_yours"] * 3
    assert stage.turned_away(exporting.export, "ingen", "csv", by=REGISTRAR).code == "unknown"


def lines(stage: Stage) -> list[dict[str, Any]]:
    return [json.loads(line) for line in export.json_lines(stage.reading, SLUG, at=LIVE)]


def test_the_material_is_listed_with_its_words_and_what_tells_its_bytes_from_all_others(stage: Stage) -> None:
    words = {"title": b"Torget", "alternative": "Tre träd i norr".encode()}
    for content in (png(), PDF):
        stage.do(attach, SLUG, content=content, by=ORGANISER, **words)
    stage.do(describe, SLUG, 2, title=b"Planen", alternative=words["alternative"], by=ORGANISER)

    taken = lines(stage)
    found = [line for line in taken if line["kind"] == "material"]

    assert [(each["file"], each["title"], each["alternative"]) for each in found] == [
        (f"{SLUG}-1.png", "Torget", "Tre träd i norr"),
        (f"{SLUG}-2.pdf", "Planen", "Tre träd i norr"),
    ]
    assert [each["sha256"] for each in found] == [hashlib.sha256(each).hexdigest() for each in (png(), PDF)]
    assert [each["size"] for each in found] == [len(png()), len(PDF)]
    assert [line["kind"] for line in taken].index("material") < [line["kind"] for line in taken].index(
        "entry"
    )


def test_material_that_is_shown_no_longer_is_listed_still(stage: Stage) -> None:
    stage.do(attach, SLUG, title=b"Torget", alternative=b"Ett torg", content=png(), by=ORGANISER)
    stage.do(detach, SLUG, 1, by=ORGANISER)

    (gone,) = [line for line in lines(stage) if line["kind"] == "material"]

    assert gone["removed_at"] is not None
    assert gone["sha256"] == hashlib.sha256(png()).hexdigest()


def test_there_is_no_digest_of_material_that_never_was(stage: Stage) -> None:
    with pytest.raises(Unknown):
        stage.reading.look(materials.digest, SLUG, 1)
