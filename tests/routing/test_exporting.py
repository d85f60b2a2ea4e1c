"""That a register was taken out is entered, by those who may take it out."""

from app.records.vocabulary import COMMAND_LINE, Actor, Role
from app.routing import exporting
from tests.routing.stage import MOA, REGISTRAR, SLUG, Stage, politician


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
