"""Programs that are measured: started, asked what they have used, and ended whatever happens. Knows none of them."""

import atexit
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

_running: set[int] = set()
"""Process groups that are ours."""


@dataclass(frozen=True)
class Running:
    """A program of ours and all that it started."""

    process: subprocess.Popen[str]
    port: int = 0
    started: float = field(default_factory=time.monotonic)

    @property
    def pid(self) -> int:
        return self.process.pid

    def cpu(self) -> float:
        """Seconds of processor time that the program and its children have used, threads that have ended included."""
        return sum(_cpu(pid) for pid in family(self.pid))

    def memory(self) -> int:
        """Bytes held in memory, shared pages once for each process."""
        return sum(_resident(pid) for pid in family(self.pid))

    def stop(self) -> None:
        """End it and wait; by force when it takes more than a few seconds."""
        if self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(8)
        _kill_group(self.pid)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


@contextmanager
def started(
    command: Sequence[str | Path],
    *,
    port: int = 0,
    environment: Mapping[str, str] | None = None,
    talks: bool = False,
    errors: Path | None = None,
) -> Iterator[Running]:
    """Run a program for as long as it is needed. ``talks``: its standard input and output are pipes.

    With ``port`` it is waited for until it listens there.
    """
    said = open(errors, "w") if errors else None  # noqa: SIM115 - closed below, when the program is gone
    process = subprocess.Popen(
        [str(word) for word in command],
        stdin=subprocess.PIPE if talks else subprocess.DEVNULL,
        stdout=subprocess.PIPE if talks else subprocess.DEVNULL,
        stderr=said or subprocess.DEVNULL,
        text=True,
        bufsize=1,
        env={**os.environ, **(environment or {})},
        start_new_session=True,
    )
    _running.add(process.pid)
    running = Running(process, port)
    try:
        if port:
            _await_listening(running)
        yield running
    finally:
        running.stop()
        _running.discard(process.pid)
        if said is not None:
            said.close()


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def family(pid: int) -> Iterator[int]:
    """The process and everything that it started, as far as it is still there."""
    yield pid
    for thread in _threads(pid):
        with suppress(OSError):
            for child in (thread / "children").read_text().split():
                yield from family(int(child))


def end_all() -> None:
    """End everything that was started here and is still there."""
    for group in list(_running):
        _kill_group(group)


def end_all_when_told() -> None:
    """See to it that nothing is left behind, whichever way this program ends."""
    atexit.register(end_all)

    def leave(number: int, _frame: FrameType | None) -> None:
        end_all()
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, leave)


def _await_listening(running: Running, patience: float = 20.0) -> None:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if running.process.poll() is not None:
            break
        with suppress(OSError), socket.create_connection(("127.0.0.1", running.port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"{running.process.args!r} does not listen on port {running.port}")


def _kill_group(group: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _threads(pid: int) -> list[Path]:
    try:
        return list(Path(f"/proc/{pid}/task").iterdir())
    except OSError:
        return []


def _cpu(pid: int) -> float:
    # How Linux numbers the clock of another process's processor time (clock_getcpuclockid(3)).
    clock = (~pid << 3) | 2
    try:
        return time.clock_gettime(clock)
    except OSError:
        return 0.0


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
