"""Runs Autobahn's WebSocket cases against both kinds of socket, and tells what is not as it should be. Not part of the integration run.

The suite (``autobahntestsuite`` on PyPI) needs Python 2.7: ``python2.7 -m pip install autobahntestsuite``, then
``.venv/bin/python -m tools.autobahn python2.7``. Everything runs on this machine.
"""

import argparse
import asyncio
import json
import logging
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import uvloop

from tests.chat.bare import app_that, running
from tests.chat.serving import serving
from tests.chat.test_listener import head, listeners, until
from tests.routing.stage import SLUG

FRAMEWORKS, LEAN = "the framework's socket", "the lean socket"

CASES = ["1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "9.1.1", "9.1.2", "9.2.1", "9.2.2", "9.7.1", "10.*"]

WITHOUT_DATA = tuple(
    f"{case}."
    for case in ("2", "7.3", "7.5", "7.7", "7.9")  # pings, pongs and closes, right and wrong
)
"""The cases that say no data: the lean socket closes for any data, and those that do cannot be judged by their echo."""

FINE = ("OK", "NON-STRICT", "INFORMATIONAL", "UNCLEAN")

# A close between two fragments: the websockets library answers 1002 where the suite would have 1000.
KNOWN = {(FRAMEWORKS, "7.1.5")}

_RUN = "from autobahntestsuite.wstest import run; run()"


async def echo(_scope: Any, receive: Any, send: Any) -> None:
    """What the suite expects of a server."""
    while (message := await receive())["type"] != "websocket.disconnect":
        text, data = message.get("text"), message.get("bytes")
        await send({"type": "websocket.send", **({"bytes": data} if text is None else {"text": text})})


async def judge(python: str, folder: Path) -> dict[str, dict[str, dict[str, str]]]:
    """Run the cases and return their results by socket and case."""
    async with running(app_that(echo)) as (port, _), serving(folder / "data") as served:
        await served.open(f"/{SLUG}/live?after=0")
        await until(lambda: bool(listeners(served)))
        live = f"ws://127.0.0.1:{served.port}/{SLUG}/live?after={await head(served)}"
        servers = [{"agent": FRAMEWORKS, "url": f"ws://127.0.0.1:{port}"}, {"agent": LEAN, "url": live}]
        spec: dict[str, Any] = {"outdir": str(folder / "reports"), "servers": servers, "cases": CASES}
        spec |= {"exclude-cases": [], "exclude-agent-cases": {}}
        (folder / "spec.json").write_text(json.dumps(spec))
        suite = await asyncio.create_subprocess_exec(
            *(python, "-c", _RUN, "-m", "fuzzingclient", "-s", str(folder / "spec.json")),
            stdout=asyncio.subprocess.DEVNULL,
        )
        await suite.wait()
    found: dict[str, dict[str, dict[str, str]]] = json.loads((folder / "reports/index.json").read_text())
    return found


def wrong(found: dict[str, dict[str, dict[str, str]]]) -> list[str]:
    """Tell how many cases ended how, and return those that should not have."""
    bad = []
    for socket, cases in found.items():
        judged = {
            case: result
            for case, result in cases.items()
            if socket == FRAMEWORKS or case.startswith(WITHOUT_DATA)
        }
        ends = Counter(result["behavior"] for result in judged.values())
        sys.stdout.write(f"{socket}: {dict(ends)}\n")
        bad += [
            f"{socket}: case {case}: {result}"
            for case, result in judged.items()
            if {result["behavior"], result["behaviorClose"]} - set(FINE) and (socket, case) not in KNOWN
        ]
    return bad


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("python", help="a Python 2.7 that has autobahntestsuite")
    logging.disable()
    with tempfile.TemporaryDirectory() as folder:
        bad = wrong(uvloop.run(judge(asked.parse_args().python, Path(folder))))
    sys.stdout.write(("\n".join(bad) or "all as they should be") + "\n")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
