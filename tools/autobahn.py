"""Runs Autobahn's WebSocket cases against both kinds of socket, and writes docs/autobahn.md. Not part of the integration run.

The suite (``autobahntestsuite`` on PyPI) needs Python 2.7, which the integration run cannot count on: ``python2.7 -m pip install
autobahntestsuite``, then ``.venv/bin/python -m tools.autobahn python2.7``. Everything runs on this machine.
"""

import argparse
import asyncio
import json
import logging
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import uvloop

from tests.chat.bare import app_that, running
from tests.chat.serving import serving
from tests.chat.test_listener import head, listeners, until
from tests.routing.stage import SLUG

DOCUMENT = Path(__file__).parents[1] / "docs" / "autobahn.md"

FRAMEWORKS, LEAN = "the framework's socket", "the lean socket"

GROUPS = {
    "1": "texts and bytes of every length",
    "2": "pings and pongs",
    "3": "reserved bits",
    "4": "kinds of frames that do not exist",
    "5": "messages in parts",
    "6": "UTF-8, right and wrong",
    "7": "closing",
    "9": "large messages, and many parts",
    "10": "parts of a large message",
}

WITHOUT_DATA = tuple(f"{case}." for case in ("2", "7.3", "7.5", "7.7", "7.9"))
"""The cases that say no data, only pings, pongs and closes: the lean socket has to take them as any other."""

FINE = {"OK", "NON-STRICT", "INFORMATIONAL", "UNCLEAN"}
AS_IT_SHOULD, REFUSED, WRONG = "as the suite wants", "refused", "wrong"

REFUSALS = {FRAMEWORKS: (1008, 1009, None), LEAN: (1002, 1003, 1008)}
"""Codes for more than a talk takes (None: the suite was still sending, and did not read why), and for anything but listening."""

KNOWN = {(FRAMEWORKS, "7.1.5")}
"""A close between two parts: the websockets library answers 1002 where the suite would have 1000."""

PAGE = """\
# Autobahn's cases

Written by `tools/autobahn.py`, which runs [Autobahn's test suite](https://github.com/crossbario/autobahn-testsuite) against both
kinds of socket. The suite needs Python 2.7, so the integration run cannot: there the same groups are held by
[`tests/chat/test_what_is_said.py`](../tests/chat/test_what_is_said.py), byte for byte, against four ways to hold a socket.

*The framework's socket* is uvicorn's with our bounds, behind an echo, which is what the suite expects: messages up to 256 KB, and up
to 128 parts of one. *The lean socket* is the public stream's: it listens to pings, pongs and closes, and ends with 1008 or 1003
when anything else is said. What a case says beyond that is refused, as it should be, and the suite cannot know it.

| Group | Cases | {frameworks}: as the suite wants | more than a talk takes: 1008, 1009 | {lean}: as the suite wants | said something: closed |
|---|--:|--:|--:|--:|--:|
{rows}

Groups 12 and 13 (compression) say compressed messages. Nobody may: the public stream compresses what it sends, and where it agreed
to that, compressed data ends it like any other, unpacked by nobody. Everywhere else compression is not agreed on.

Known: {known} (a close between two parts of a message): the framework's socket answers 1002 where the suite would have 1000.
"""

_RUN = "from autobahntestsuite.wstest import run; run()"

Results = Mapping[str, Mapping[str, Mapping[str, Any]]]


async def echo(_scope: Any, receive: Any, send: Any) -> None:
    """What the suite expects of a server."""
    while (message := await receive())["type"] != "websocket.disconnect":
        text, data = message.get("text"), message.get("bytes")
        await send({"type": "websocket.send", **({"bytes": data} if text is None else {"text": text})})


async def judge(python: str, folder: Path) -> Results:
    """Run the cases and return their results by socket and case."""
    async with running(app_that(echo)) as (port, _), serving(folder / "data") as served:
        await served.open(f"/{SLUG}/live?after=0")
        await until(lambda: bool(listeners(served)))
        live = f"ws://127.0.0.1:{served.port}/{SLUG}/live?after={await head(served)}"
        servers = [{"agent": FRAMEWORKS, "url": f"ws://127.0.0.1:{port}"}, {"agent": LEAN, "url": live}]
        spec: dict[str, Any] = {
            "outdir": str(folder / "reports"),
            "servers": servers,
            "cases": [f"{group}.*" for group in GROUPS],
        }
        spec |= {"exclude-cases": [], "exclude-agent-cases": {}}
        (folder / "spec.json").write_text(json.dumps(spec))
        suite = await asyncio.create_subprocess_exec(
            *(python, "-c", _RUN, "-m", "fuzzingclient", "-s", str(folder / "spec.json")),
            stdout=asyncio.subprocess.DEVNULL,
        )
        await suite.wait()
    found: Results = json.loads((folder / "reports/index.json").read_text())
    return found


def verdict(socket: str, case: str, result: Mapping[str, Any]) -> str:
    """How a case ended. Only what is refused on purpose may end otherwise than the suite would have it."""
    if {result["behavior"], result["behaviorClose"]} <= FINE or (socket, case) in KNOWN:
        return AS_IT_SHOULD
    may_be_refused = case.startswith("9.") if socket == FRAMEWORKS else not case.startswith(WITHOUT_DATA)
    return REFUSED if may_be_refused and result["remoteCloseCode"] in REFUSALS[socket] else WRONG


def page(found: Results) -> str:
    """The document: how many cases of each group ended how, on either socket."""
    rows = []
    for group, name in GROUPS.items():
        ends = {
            socket: Counter(
                verdict(socket, case, each) for case, each in cases.items() if case.startswith(f"{group}.")
            )
            for socket, cases in found.items()
        }
        counts = [ends[socket][end] for socket in (FRAMEWORKS, LEAN) for end in (AS_IT_SHOULD, REFUSED)]
        rows.append(f"| {group}: {name} | {ends[LEAN].total()} | " + " | ".join(map(str, counts)) + " |")
    known = ", ".join(case for _, case in sorted(KNOWN))
    return PAGE.format(frameworks=FRAMEWORKS, lean=LEAN, rows="\n".join(rows), known=known)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("python", help="a Python 2.7 that has autobahntestsuite")
    logging.disable()
    with tempfile.TemporaryDirectory() as folder:
        found = uvloop.run(judge(asked.parse_args().python, Path(folder)))
    bad = [
        f"{socket}: case {case}: {result}"
        for socket, cases in found.items()
        for case, result in cases.items()
        if verdict(socket, case, result) == WRONG
    ]
    if not bad:
        DOCUMENT.write_text(page(found), encoding="utf-8")
    sys.stdout.write(("\n".join(bad) or page(found)) + "\n")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
