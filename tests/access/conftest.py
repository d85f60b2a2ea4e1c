"""A fresh house for every test of the doors."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.access.building import House, opened


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path) as made:
        yield made
