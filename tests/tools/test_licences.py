"""The file of licences has a line for each package of the lock, with what the package states."""

from __future__ import annotations

from tools import licences


def test_the_file_is_that_of_the_lock() -> None:
    assert licences.written_licences() == licences.present_licences(), "run python -m tools.licences"


def test_only_one_package_states_no_licence() -> None:
    unstated = {name for name, stated in licences.written_licences().items() if stated == licences.NOT_STATED}
    assert unstated <= {"textual-speedups"}, "look into it, or leave it out"
