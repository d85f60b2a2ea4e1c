"""The names of channels and of the things told on them. Knows neither rows nor sockets.

A channel is ``<sitting>/public``, ``<sitting>/desk``, ``<sitting>/party/<code>`` or ``<sitting>/post/<number>``. A thing is
``question/37``, ``beside``, ``withdrawn/37`` (the dated line that an unpublished question leaves), ``sitting``, ``announcement/2``, at the
desk ``note/3``, and at the desk and in the panels that it concerns ``message/3``;
parts of a thread too long for one frame are ``part/37/...`` (see ``app.chat.pieces``).
"""

SITTING = "sitting"
BESIDE = "beside"
"""Material and live stream, which stand beside the conversation on the public page."""


def public(sitting: str) -> str:
    return f"{sitting}/public"


def desk(sitting: str) -> str:
    return f"{sitting}/desk"


def party(sitting: str, code: str) -> str:
    return f"{sitting}/party/{code}"


def post(sitting: str, number: int) -> str:
    return f"{sitting}/post/{number}"


def question(number: int) -> str:
    return f"question/{number}"


def withdrawn(number: int) -> str:
    return f"withdrawn/{number}"


def announcement(number: int) -> str:
    return f"announcement/{number}"


def note(number: int) -> str:
    return f"note/{number}"


def message(number: int) -> str:
    return f"message/{number}"
