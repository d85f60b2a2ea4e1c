"""The protocol's description is valid AsyncAPI and describes what is really said."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, validators

from app.chat import asyncapi, messages
from app.chat.messages import MODELS

CASES = Path(__file__).parents[1] / "cases"
DOCUMENT = asyncapi.document()


def schema_of(name: str) -> Any:
    return Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}
    )


def test_the_document_is_valid_asyncapi() -> None:
    schema = json.loads((CASES / "asyncapi-3.0.0.json").read_text())

    validators.validator_for(schema)(schema).validate(json.loads(json.dumps(DOCUMENT)))


def test_every_move_of_the_protocol_is_described() -> None:
    assert set(MODELS) == {
        *("ask", "assign", "reassign", "take_back", "hold", "release", "decline", "merge", "refer", "reopen"),
        *("answer", "hand_back", "promise", "return", "publish", "edit", "correct", "unpublish", "republish"),
        *("propose", "request", "dismiss", "dismiss_report", "end_round"),
        *("mark", "unmark", "announce", "follow", "open", "go_live", "pause", "resume", "extend"),
        *("close_intake", "close", "archive"),
        *("here", "note", "remove_note", "tell", "acknowledge", "hand_over", "read_handover"),
    }
    said = DOCUMENT["operations"]["say"]["messages"]
    assert len(said) == len(messages.EVERY)


def test_every_reference_leads_somewhere() -> None:
    for reference in references(DOCUMENT):
        found: Any = DOCUMENT
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]
        assert found


@pytest.mark.parametrize(
    ("model", "message", "valid"),
    [
        ("Ask", {"do": "ask", "body": "Hej"}, True),
        ("Ask", {"do": "ask"}, False),
        ("Assign", {"do": "assign", "question": 1, "party": ["C", "S"], "reason": "load"}, True),
        ("Assign", {"do": "assign", "question": 1, "party": "C", "reason": "lust"}, False),
        ("Decline", {"do": "decline", "question": 1, "reason": "tone", "extra": 1}, False),
        ("Promise", {"do": "promise", "question": 1, "by": "2026-12-01"}, True),
    ],
)
def test_the_schemas_say_what_the_models_let_in(model: str, message: dict[str, Any], valid: bool) -> None:
    whole = {"ticket": "0a5d0000-0000-4000-8000-000000000001", **message}

    assert schema_of(model).is_valid(whole) is valid


def references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [found for value in node.values() for found in references(value)]
    return [found for value in node for found in references(value)] if isinstance(node, list) else []
