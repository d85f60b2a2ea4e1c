"""``fragestund demo`` in a process of its own, on a folder and a port that outlive it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx2

from tests.loopback import LOOPBACK

ROOT = Path(__file__).parents[1]


class Demo:
    """The demo in a process of its own, to be killed and started again on the same folder and port."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder, self.options, self.port = folder, options or ("--no-cast",), 0
        self.errors = folder / "stderr"
        self.start()

    def __enter__(self) -> "Demo":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.stop()

    def start(self) -> None:
        command = [sys.executable, "-m", "app.cli", "demo", "--json", *self.options]
        command += ["--port", str(self.port), "--data", str(self.folder / "data")]
        with self.errors.open("ab") as errors:
            self.process = subprocess.Popen(
                command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, env={**os.environ}
            )
        assert self.process.stdout is not None
        self.told: dict[str, Any] = json.loads(self.process.stdout.readline())
        self.url, self.sitting = self.told["url"], self.told["sitting"]
        self.port = int(self.url.rpartition(":")[2])

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def browser(self) -> httpx2.Client:
        """A browser that has never been here."""
        headers = {"Origin": self.url, "Accept-Language": "sv"}
        return httpx2.Client(base_url=self.url, headers=headers, **LOOPBACK, timeout=30)

    def _end(self, how: signal.Signals) -> None:
        self.process.send_signal(how)
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()
