"""The fixtures of this folder's tests, from a module that mypy checks: it takes one conftest.py, that of tests/tui."""

from archive_fixtures import patient_expressions

__all__ = ["patient_expressions"]
