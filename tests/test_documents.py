"""The documents keep up with the program."""

from pathlib import Path

import pytest

from app import documents

DOCS = Path(__file__).parents[1] / "docs"


@pytest.mark.parametrize("name", sorted(documents.made()))
def test_what_docs_says_is_what_the_program_says(name):
    assert (DOCS / name).read_text(encoding="utf-8") == documents.made()[name]
