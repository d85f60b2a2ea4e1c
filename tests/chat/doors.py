"""The four ways to hold a socket, for the tests that all of them have to pass."""

import asyncio
from dataclasses import dataclass
from typing import Any

from app.records import channels, queries
from tests.chat.raw import PATIENCE, Raw
from tests.chat.serving import Served
from tests.routing.stage import SLUG

LEAN, HANDED, PLAIN, CHAT = "lean", "handed over", "plain", "chat"
DOORS = (LEAN, HANDED, PLAIN, CHAT)
LISTENING = (LEAN, HANDED, PLAIN)


@dataclass
class Doors:
    """The program with its own protocols, and as any other ASGI server would run it."""

    served: Served
    plain: Served

    def there(self, door: str) -> Served:
        return self.plain if door == PLAIN else self.served

    async def head(self, door: str) -> int:
        standing: int = await self.there(door).look(queries.head, channels.public(SLUG))
        return standing

    async def open(
        self, door: str, *, after: int | None = None, window: int | None = None, **headers: str
    ) -> Raw:
        """A socket, decided on the threshold, through the framework and handed over, held by the framework, or for talking."""
        path = f"/{SLUG}/chat"
        if door != CHAT:
            path = f"/{SLUG}/live?after={await self.head(door) if after is None else after}"
        if door == HANDED:
            path += "&from=elsewhere"  # what the threshold does not know goes the long way
        raw = await Raw.opened(self.there(door).port, path, window=window, **headers)
        assert raw.status == 101
        return raw

    async def behind(self, door: str, raw: Raw) -> str:
        """The kind of what holds a socket in the server, when it is open there and has been handed over."""
        name = raw.writer.get_extra_info("sockname")
        passing = ("ListeningHttp", "HandingOver") if door == HANDED else ("ListeningHttp",)
        async with asyncio.timeout(PATIENCE):
            while True:  # the program has no event for the sake of its tests
                held = [type(each).__name__ for each in self._connections(door) if _peer(each) == name]
                if held and held[0] not in passing:
                    return held[0]
                await asyncio.sleep(0.01)

    def _connections(self, door: str) -> set[Any]:
        return set(self.there(door).server.server_state.connections)


def _peer(connection: Any) -> Any:
    transport = getattr(connection, "_transport", None) or connection.transport
    return transport.get_extra_info("peername")
