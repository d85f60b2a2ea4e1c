"""The doors and whom each lets through. Every route declares one; who stands behind it is found here. Knows no page.

A browser can hold several sign-ins: the address decides which of them acts. Without a fitting one, a door lets nobody
through (default deny, S4).
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from starlette.requests import HTTPConnection

from app.access.cookies import token_in
from app.access.premises import Premises, premises
from app.access.sign_ins import token_hash
from app.access.sockets import Right
from app.records import people, staff
from app.records.people import GrantView, SignedIn
from app.records.vocabulary import CITIZEN, Actor, NotYours, Role, Unavailable

TOUCHED_EVERY = timedelta(minutes=5)


class Door(StrEnum):
    """What one comes for. The name is a capability, not a page: several routes share a door."""

    PUBLIC = "public"
    ASK = "ask"
    RECEIPT = "receipt"
    SIGN_IN = "sign_in"
    HEALTH = "health"
    FILES = "files"
    CHAT = "chat"
    OWN = "own"
    DESK = "desk"
    OMBUD = "ombud"
    PANEL = "panel"
    REGISTER = "register"
    ORGANISE = "organise"
    ACCOUNTS = "accounts"


FOR_ALL = frozenset({Door.PUBLIC, Door.ASK, Door.RECEIPT, Door.SIGN_IN, Door.HEALTH, Door.FILES})
"""Open to everybody, signed in or not; whoever comes through is a citizen there."""

LETS: dict[Door, frozenset[Role]] = {
    Door.DESK: frozenset({Role.MODERATOR}),
    Door.OMBUD: frozenset({Role.MODERATOR, Role.ORGANISER}),
    Door.PANEL: frozenset({Role.POLITICIAN}),
    Door.REGISTER: frozenset({Role.REGISTRAR}),
    Door.ORGANISE: frozenset({Role.ORGANISER}),
    Door.ACCOUNTS: frozenset({Role.ORGANISER}),
    # Everyone who works here: for one's own page, and for the chat protocol, which is the citizens' as well.
    Door.OWN: frozenset({Role.MODERATOR, Role.POLITICIAN, Role.REGISTRAR, Role.ORGANISER}),
    Door.CHAT: frozenset({Role.MODERATOR, Role.POLITICIAN, Role.REGISTRAR, Role.ORGANISER}),
}
"""The roles that each of the other doors lets through."""


class SignInNeeded(NotYours):
    """Nobody who may come through is signed in in this browser. ``back`` is where they wanted to go."""

    def __init__(self, back: str) -> None:
        super().__init__("sign_in_needed")
        self.back = back


@dataclass(frozen=True, slots=True)
class Through:
    """A FastAPI dependency, for requests and sockets, that lets an ``Actor`` through a door or raises.

    Path parameters ``sitting`` and ``code`` narrow it to roles held there. Raises ``SignInNeeded``; ``NotYours``: signed in,
    but not as this (``role``), or as several of which one has to be chosen (``as``).
    """

    door: Door

    async def __call__(self, connection: HTTPConnection) -> Actor:
        if self.door in FOR_ALL:
            return CITIZEN
        house = premises(connection)
        state = connection.scope.setdefault("state", {})
        state["turn"] = house.sockets.turn
        here = await who_is_here(connection)
        sign_in, actor = self._chosen(connection, here)
        if sign_in is not None:
            state["right"] = _right(house, sign_in, actor)
            state["name"] = sign_in.name
            _note_moderator(house, connection, actor)
            await _touch(house, connection, sign_in)
        return actor

    def _chosen(
        self, connection: HTTPConnection, here: tuple[SignedIn, ...]
    ) -> tuple[SignedIn | None, Actor]:
        sitting = connection.path_params.get("sitting")
        fitting = [
            (sign_in, actor)
            for sign_in, actor in _actors(here)
            if actor.role in LETS[self.door] and (sitting is None or actor.sitting in (None, sitting))
        ]
        if self.door is Door.CHAT:
            return _as_chosen(connection, here, fitting)
        if self.door is Door.PANEL:
            code = connection.path_params.get("code")
            fitting = [(sign_in, actor) for sign_in, actor in fitting if actor.seat == code]
        if fitting:
            return fitting[0]  # two moderators in one browser: whoever signed in last
        raise _turned_away(connection, here)


async def who_is_here(connection: HTTPConnection) -> tuple[SignedIn, ...]:
    """Everyone who is signed in in this browser, latest first."""
    token = token_in(connection.scope)
    if token is None:
        return ()
    house = premises(connection)
    lasting = house.lasting
    return await house.reading.read(
        people.signed_in,
        token_hash(token),
        now=house.clock(),
        idle=lasting.idle,
        absolute=lasting.absolute,
    )


def hold_open(connection: HTTPConnection, close: Callable[[], None]) -> Callable[[], None]:
    """Let ``close`` be called when whoever came through the door on this socket loses the right to be here (S6).

    Returns what to call when the socket has closed by itself. Citizens have no right that could be taken away.
    """
    state = connection.scope.get("state", {})
    right: Right | None = state.get("right")
    if right is None:
        return _nothing
    house = premises(connection)
    left = house.sockets.join(right, close, since=state["turn"])
    sitting = connection.path_params.get("sitting")
    if right.held.role is not Role.MODERATOR or sitting is None:
        return left
    gone = house.staffed.opened(sitting, house.clock)

    def leave() -> None:
        left()
        gone()

    return leave


def name_of(connection: HTTPConnection) -> str:
    """The name of the person who came through the door; empty for citizens."""
    name: str = connection.scope.get("state", {}).get("name", "")
    return name


def _right(house: Premises, sign_in: SignedIn, actor: Actor) -> Right:
    held = GrantView(actor.role, actor.sitting, actor.seat, actor.capacity)
    return Right(sign_in.account, sign_in.number, held, until=sign_in.signed_in_at + house.lasting.absolute)


def _as_chosen(
    connection: HTTPConnection, here: tuple[SignedIn, ...], fitting: list[tuple[SignedIn, Actor]]
) -> tuple[SignedIn | None, Actor]:
    """Whom the chat protocol's ``?as=`` means; without it the only possible one, or a citizen."""
    wanted = connection.query_params.getlist("as")
    if wanted == [Role.CITIZEN.value]:
        return None, CITIZEN
    chosen = [each for each in fitting if not wanted or [_named(each[1])] == wanted]
    if not wanted and not chosen:
        return None, CITIZEN
    if not chosen:
        raise _turned_away(connection, here)
    if len({_named(actor) for _, actor in chosen}) > 1:
        raise NotYours("as", possible=" ".join(sorted({_named(actor) for _, actor in chosen})))
    return chosen[0]


def _named(actor: Actor) -> str:
    """The actor as ``?as=`` names it: ``moderator``, ``party:C``, ``organiser``, ``registrar``."""
    return f"party:{actor.seat}" if actor.role is Role.POLITICIAN else actor.role.value


def _actors(here: tuple[SignedIn, ...]) -> Iterator[tuple[SignedIn, Actor]]:
    return ((sign_in, _actor(sign_in, held)) for sign_in in here for held in sign_in.grants)


def _actor(sign_in: SignedIn, held: GrantView) -> Actor:
    return Actor(held.role, sign_in.account, held.sitting, held.seat, held.capacity)


def _turned_away(connection: HTTPConnection, here: tuple[SignedIn, ...]) -> NotYours:
    """Whoever is signed in as something else is told that it does not open this door; nobody at all is asked to sign in."""
    if here:
        return NotYours("role")
    query = connection.url.query
    return SignInNeeded(connection.url.path + (f"?{query}" if query else ""))


def _note_moderator(house: Premises, connection: HTTPConnection, actor: Actor) -> None:
    """A sitting with a moderator who does something is not left to itself."""
    sitting = connection.path_params.get("sitting")
    if actor.role is Role.MODERATOR and sitting is not None:
        house.staffed.seen(sitting, house.clock())


async def _touch(house: Premises, connection: HTTPConnection, sign_in: SignedIn) -> None:
    """Put off the idle limit, now and then. A disk that is full does not shut out who only reads."""
    token = token_in(connection.scope)
    if token is not None and house.clock() - sign_in.seen_at >= TOUCHED_EVERY:
        with suppress(Unavailable):
            await house.journal.keep(staff.touch, token_hash(token))


def _nothing() -> None:
    """What leaves a registry that was never joined."""
