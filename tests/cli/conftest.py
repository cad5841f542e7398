"""The fixtures of this folder's tests, from a module that mypy checks: it takes one conftest.py, that of tests/tui."""

from command_sample import news, onrecord

__all__ = ["news", "onrecord"]
