"""How it is installed and shipped: the make file, the scripts and the image keep to what works everywhere."""

import re
import subprocess

import pytest

from tests.repository.tracked import ROOT

SCRIPTS = (".ci/run", "tools/browser.sh", "tools/python.sh", "tools/uv.sh")


def dockerfile() -> str:
    return (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_the_image_is_built_in_two_stages_without_what_old_builders_lack():
    text = dockerfile()

    assert len(re.findall(r"^FROM ", text, re.MULTILINE)) == 2
    assert re.findall(r"<<-?\w+|--link|--mount", text) == []


def test_the_image_runs_without_rights_and_tells_how_it_is():
    text = dockerfile()

    assert re.findall(r"^USER (.+)$", text, re.MULTILINE) == ["10001:10001"]
    assert "HEALTHCHECK" in text
    assert "/healthz" in text


def test_everything_that_the_image_copies_is_sent_to_the_builder():
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = [line.split()[1:-1] for line in dockerfile().splitlines() if re.match(r"COPY (?!--from)", line)]

    assert {name for names in copied for name in names} == {
        line[1:] for line in ignored if line.startswith("!")
    }


def test_no_exported_value_swallows_a_comment():
    exports = [
        line for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines() if "export" in line
    ]

    assert [line for line in exports if line.startswith("export") and "#" in line] == []


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_can_be_run_and_stops_at_the_first_error(script):
    path = ROOT / script
    checked = subprocess.run(["bash", "-n", str(path)], capture_output=True, text=True, check=False)

    assert path.stat().st_mode & 0o111
    assert "set -euo pipefail" in path.read_text(encoding="utf-8")
    assert (checked.returncode, checked.stderr) == (0, "")
