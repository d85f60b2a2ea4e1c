"""A password that somebody chooses: tried against the rules, then hashed for keeping. Knows no form and keeps nothing."""

from app.access.passwords import good_password
from app.chat.house import House


async def hashed(house: House, password: str, *, login: str, name: str) -> str:
    """What to keep of a new password. Raises ``Malformed``, ``TooLarge`` and ``TooFast``."""
    own = (login, login.partition("@")[0], *name.split())
    return await house.passwords.hash(good_password(password, not_with=own))
