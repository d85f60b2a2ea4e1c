"""What is installed: pinned, hashed, few, new enough, and from nowhere in particular (S16, quality table C2)."""

import re
import tomllib
from importlib.metadata import version

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.repository.tracked import ROOT, texts

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-tools.lock")
SERVER = {
    "python_version": "3.11",
    "python_full_version": "3.11.0",
    "sys_platform": "linux",
    "os_name": "posix",
}
SERVER |= {"platform_machine": "x86_64", "platform_system": "Linux", "implementation_name": "cpython"}
SERVER |= {"platform_python_implementation": "CPython"}

# The flaws each floor keeps out stand in the advisories named; a package that is not installed cannot have them.
FLOORS = {
    "authlib": "1.6.9",  # CVE-2026-27962 and three more: forged tokens
    "h11": "0.16.0",  # CVE-2025-43859: chunks smuggled
    "jinja2": "3.1.6",  # CVE-2025-27516: out of the sandbox
    "python-multipart": "0.0.32",  # CVE-2026-42561: headers without end
    "starlette": "1.3.1",  # CVE-2026-54283, -54282, -48710: form limits, poisoned host and path
    "uvicorn": "0.52.1",  # sockets without flow control
    "websockets": "16",  # CVE-2018-1000518, CVE-2021-33880: deflate memory, timing
}


def entries(lock: str) -> list[str]:
    """Each package of a lock with its hashes, as one line."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line.strip() for line in text.splitlines() if line.strip()]


def pinned(lock: str) -> dict[str, Requirement]:
    found = [Requirement(entry.split("--hash")[0]) for entry in entries(lock)]
    return {canonicalize_name(each.name): each for each in found}


def on_the_server(requirement: Requirement) -> bool:
    environment = {**{key: str(value) for key, value in default_environment().items()}, **SERVER}
    return requirement.marker is None or requirement.marker.evaluate(environment)


def declared() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [Requirement(line) for line in project["project"]["dependencies"]]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_to_one_version_and_its_hashes(lock):
    loose = [
        e
        for e in entries(lock)
        if not re.fullmatch(r"[^ ]+==[^ ]+( ; [^-]+?)?( +--hash=sha256:[0-9a-f]{64})+", e)
    ]

    assert loose == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_says_nothing_of_where_the_packages_came_from(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")

    assert re.findall(r"://|--(?!hash=)\S+|@ |^#.*$", text, re.MULTILINE) == []


def test_at_most_thirty_packages_are_installed_on_a_server():
    installed = [name for name, each in pinned("requirements.lock").items() if on_the_server(each)]

    assert len(installed) <= 30, installed


def test_what_the_project_declares_is_what_the_lock_holds():
    lock = pinned("requirements.lock")

    astray = [
        str(each)
        for each in declared()
        if not each.specifier.contains(
            lock[canonicalize_name(each.name)].specifier.__str__().removeprefix("==")
        )
    ]

    assert astray == []


def test_tests_run_on_the_versions_that_are_shipped():
    shipped, tested = pinned("requirements.lock"), pinned("requirements-dev.lock")

    assert {name: str(tested[name].specifier) for name in shipped} == {
        name: str(each.specifier) for name, each in shipped.items()
    }


@pytest.mark.parametrize("lock", LOCKS[:2])
def test_no_package_is_older_than_its_known_flaws(lock):
    held = {name: Version(str(each.specifier).removeprefix("==")) for name, each in pinned(lock).items()}

    assert {name: held[name] for name in FLOORS if name in held and held[name] < Version(FLOORS[name])} == {}


def test_the_environment_is_the_one_in_the_lock():
    lock = pinned("requirements-dev.lock")

    differing = {
        name: version(name)
        for name, each in lock.items()
        if (each.marker is None or each.marker.evaluate()) and not each.specifier.contains(version(name))
    }

    assert differing == {}


def test_forms_are_read_without_a_multipart_parser():
    assert "python-multipart" not in pinned("requirements.lock")


def test_the_sqlite_that_is_brought_along_keeps_its_log_whole():
    pysqlite3 = pytest.importorskip("pysqlite3", reason="there is no wheel of pysqlite3 for this machine")

    assert Version(pysqlite3.sqlite_version) >= Version("3.51.3")


def test_no_registry_is_named_anywhere():
    hosts = [("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("yarnpkg", "com")]
    hosts += [("unpkg", "com"), ("jsdelivr", "net"), ("cloudflare", "com"), ("docker", "io"), ("ghcr", "io")]
    named = re.compile("|".join(re.escape(".".join(host)) for host in hosts))

    assert [name for name, text in texts() if named.search(text)] == []
