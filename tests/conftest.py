"""What holds for every test: nobody waits for uvicorn to look up from what it does."""

import asyncio
from typing import Any

import uvicorn.server

_OFTEN = 10
"""uvicorn looks ten times a second whether it is told to stop and whether its connections have ended; here so many times more."""


class _Eager:
    """The module asyncio as uvicorn's server sees it, with shorter pauses: a thousand tests end a server each."""

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / _OFTEN)


setattr(uvicorn.server, "asyncio", _Eager())  # noqa: B010 - to mypy a module is no name to give to another
