"""The receipt key: from the settings, or made once in the data folder. Knows no receipt."""

import hashlib
import os
import secrets
from pathlib import Path

from app.settings import Settings

NAME = "receipt.key"
_BYTES = 32


def receipt_key(settings: Settings) -> bytes:
    """32 bytes from which every receipt of the installation is derived.

    Losing it loses no receipt that was handed out, since the database holds their hashes; but a post sent again would no longer be
    known as the same one. It is therefore part of a backup.
    """
    secret = settings.receipt_key.get_secret_value()
    if secret:
        return hashlib.sha256(secret.encode()).digest()
    path = settings.data / NAME
    if not path.exists():
        _make(path)
    return path.read_bytes()


def _make(path: Path) -> None:
    """Written beside its place and then moved, so that a cut in the middle leaves no half key."""
    beside = path.with_suffix(".new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(_BYTES))
        file.flush()
        os.fsync(descriptor)
    os.rename(beside, path)
