"""What keys need is imported beside the event loop."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from collections.abc import Callable
from importlib import import_module

import pytest
from desk_pilot import WIDE, started
from waiting import until

from onrecord.terminal import garbage_collection
from onrecord.tui.app import OnRecord
from onrecord.tui.screens.desk.later_modules import LATER_MODULES

_PROGRAM = """
import pkgutil, sys
from importlib import import_module
import onrecord.archive, onrecord.tui, onrecord.tui.screens.desk.workbench
from onrecord.tui.screens.desk.later_modules import LATER_MODULES

for name in LATER_MODULES:
    import_module(name)
packages_before = {name.partition(".")[0] for name in sys.modules}
for package in (onrecord.archive, onrecord.tui):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        import_module(module.name)
packages = {name.partition(".")[0] for name in sys.modules}
print(*packages - packages_before - sys.stdlib_module_names)
"""


def test_no_key_of_the_desk_imports_a_library_that_is_not_imported_by_then() -> None:
    process = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True)
    assert process.stdout.split() == []


async def test_the_workbench_and_what_keys_need_are_imported_in_threads(
    desk: Callable[..., OnRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: dict[str, threading.Thread] = {}

    def note_thread(name: str) -> object:
        threads[name] = threading.current_thread()
        return import_module(name)

    monkeypatch.setattr("onrecord.tui.screens.desk.screen.import_module", note_thread)
    monkeypatch.setattr("onrecord.tui.screens.desk.later_modules.import_module", note_thread)
    garbage_collection.pause()
    async with desk().run_test(size=WIDE) as pilot:
        await started(pilot)
        await until(pilot, gc.isenabled)
        assert list(threads) == ["onrecord.tui.screens.desk.workbench"]
        await pilot.press("j")
        await until(pilot, lambda: LATER_MODULES[-1] in threads)
    assert {*LATER_MODULES} < {*threads}
    assert threading.main_thread() not in threads.values()
