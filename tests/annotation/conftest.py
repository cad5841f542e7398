"""The fixtures of this folder's tests, from a module that mypy checks: it takes one conftest.py, that of tests/tui."""

from attributed import attributed, resolve

__all__ = ["attributed", "resolve"]
