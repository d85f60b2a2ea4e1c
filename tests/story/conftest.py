"""The running program and its sittings."""

from tests.running import held, own, program

__all__ = ["held", "own", "program"]
