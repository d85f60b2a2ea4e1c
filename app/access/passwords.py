"""Passwords: argon2id on a few threads of its own, so that a flood of sign-ins cannot starve the live page (S14)."""

import asyncio
import secrets
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from app.records.vocabulary import Malformed, TooFast, TooLarge

R = TypeVar("R")

SHORTEST = 12
LONGEST = 256
MEMORY_KIB = 19 * 1024
PASSES = 2
LANES = 1

# What is tried first on anybody: nothing but this, repeated or counted on, is no password.
_WORN = (
    "password",
    "losenord",
    "lösenord",
    "fragestund",
    "frågestund",
    "qwerty",
    "qwertyuiop",
    "asdfghjkl",
    "abcdefgh",
)
_COUNTING = "01234567890123456789012345678901234567890"


def argon2id() -> PasswordHasher:
    """The cost of one hash (OWASP: at least 19 MiB, two passes, one lane)."""
    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES, type=Type.ID)


@cache
def _nobody() -> str:
    """What an unknown login is tried against, so that it takes as long as a known one (S14)."""
    return argon2id().hash(secrets.token_urlsafe(32))


class Passwords:
    """Hashes and verifies, at most ``threads`` at a time with ``waiting`` more in line; after that ``TooFast``."""

    def __init__(self, *, threads: int = 2, waiting: int = 32) -> None:
        self._hasher = argon2id()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="password")
        self._room = threads + waiting
        self.nobody = _nobody()

    async def hash(self, password: str) -> str:
        """What to store of a password. Raises ``TooFast``."""
        return await self._in_line(lambda: self._hasher.hash(_plain(password)))

    async def verify(self, password: str, stored: str | None) -> bool:
        """Whether the password is the stored one. ``None`` takes the same time and is never it. Raises ``TooFast``."""
        plain = _plain(password)
        matches = await self._in_line(lambda: self._matches(stored or self.nobody, plain[:LONGEST]))
        return matches and stored is not None and len(plain) <= LONGEST

    def close(self) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _matches(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _in_line(self, work: Callable[[], R]) -> R:
        if self._room == 0:
            raise TooFast("attempts", wait=2)
        self._room -= 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._room += 1


def good_password(password: str, *, not_with: tuple[str, ...] = ()) -> str:
    """The password, if it will do: long enough, and neither worn nor made of one's own name (ASVS 6.2).

    No rule about kinds of characters: length is what helps. Raises ``Malformed`` (``password_short``,
    ``password_worn``), ``TooLarge`` (``password``).
    """
    plain = _plain(password)
    if len(plain) < SHORTEST:
        raise Malformed("password_short", least=SHORTEST)
    if len(plain) > LONGEST:
        raise TooLarge("password", limit=LONGEST)
    left = plain.casefold()
    for worn in (*_WORN, *(each.casefold() for each in not_with if len(each) > 2)):
        left = left.replace(worn, "")
    # What is left when the worn parts are gone has to be a password by itself.
    if len(set(left)) < 5 or left in _COUNTING or left in _COUNTING[::-1]:
        raise Malformed("password_worn")
    return plain


def _plain(password: str) -> str:
    """å typed on any keyboard is the same å."""
    return unicodedata.normalize("NFC", password)
