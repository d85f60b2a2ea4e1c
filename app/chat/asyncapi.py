"""The chat protocol's description in AsyncAPI, made from the models that it is read and written with. Knows no socket."""

import re
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app.chat import messages, sayings

VERSION: Final = "3.0.0"
PROTOCOL: Final = "1.0.0"

_ADDRESS = "/{sitting}/chat"
_ABOUT = (
    "Live, moderated questions and answers between citizens and their elected politicians. Everything that the pages' forms"
    " can do is said here as JSON, one object in a frame; whoever follows a channel is told what happens on it. Citizens need"
    " no sign-in; staff come with the cookie of theirs."
)


def document() -> dict[str, Any]:
    """The description as an AsyncAPI 3 document."""
    schemas = _schemas()
    return {
        "asyncapi": VERSION,
        "info": {"title": "Frågestund: the chat protocol", "version": PROTOCOL, "description": _ABOUT},
        "defaultContentType": "application/json",
        "channels": {"chat": _channel()},
        "operations": {
            "say": _operation("receive", "What can be said to the server.", messages.EVERY),
            "hear": _operation("send", "What the server says.", sayings.EVERY),
        },
        "components": {
            "messages": {_name(model): _message(model) for model in (*messages.EVERY, *sayings.EVERY)},
            "schemas": schemas,
        },
    }


def _channel() -> dict[str, Any]:
    said = (*messages.EVERY, *sayings.EVERY)
    return {
        "address": _ADDRESS,
        "description": "One conversation with one sitting.",
        "parameters": {"sitting": {"description": "The sitting's name in addresses: [a-z0-9-]{3,60}."}},
        "messages": {_name(model): {"$ref": f"#/components/messages/{_name(model)}"} for model in said},
        "bindings": {"ws": {"method": "GET", "query": _query()}},
    }


def _query() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "as": {
                "type": "string",
                "description": "Who acts, where more than one could: moderator, party:C.",
            },
            "lang": {"type": "string", "description": "The language of the refusals' sentences."},
        },
    }


def _operation(action: str, about: str, said: tuple[type[BaseModel], ...]) -> dict[str, Any]:
    return {
        "action": action,
        "summary": about,
        "channel": {"$ref": "#/channels/chat"},
        "messages": [{"$ref": f"#/channels/chat/messages/{_name(model)}"} for model in said],
    }


def _message(model: type[BaseModel]) -> dict[str, Any]:
    return {
        "name": _name(model),
        "summary": " ".join((model.__doc__ or "").split()),
        "payload": {"$ref": f"#/components/schemas/{model.__name__}"},
    }


def _schemas() -> dict[str, Any]:
    said = [(model, "validation") for model in (*messages.EVERY, *sayings.EVERY)]
    _, defined = models_json_schema(said, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]  # a list of pairs with that literal
    schemas: dict[str, Any] = defined["$defs"]
    return schemas


def _name(model: type[BaseModel]) -> str:
    """``HandBack`` -> ``hand_back``."""
    return re.sub(r"(?<!^)([A-Z])", r"_\1", model.__name__).lower()
