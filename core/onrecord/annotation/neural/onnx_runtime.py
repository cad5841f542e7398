"""The one door to onnxruntime, with its telemetry switched off.

onnxruntime (1.32, for one) writes a device id and a queue of events into the user's cache folder and sends them to
its vendor. It decides whether to do so when its library is loaded, so the environment has to be set before the
first import, in this process and in those that it starts. Ruff forbids all other imports of onnxruntime.
"""

from __future__ import annotations

import importlib
import os
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

_SLOW_FUSIONS = ("SkipLayerNormFusion",)
"""What onnxruntime joins into one operation that takes longer than both: its norm with a sum is not vectorized."""


@cache
def import_onnxruntime(submodule: str = "") -> ModuleType:
    """Import onnxruntime, or a module of it such as ``quantization``, and keep its telemetry off.

    Raises:
        ImportError: If onnxruntime, or what the submodule needs, is not installed.
    """
    runtime = importlib.import_module("onnxruntime")
    # For a program that had loaded onnxruntime before it loaded onrecord.
    runtime.disable_telemetry_events()
    return importlib.import_module(f"onnxruntime.{submodule}") if submodule else runtime


def open_session(path: Path) -> Any:
    """Return an ``InferenceSession`` for the model in a file, computed on the processor by one thread.

    The memory of a run is kept for the next.

    Args:
        path: The file.

    Raises:
        ImportError: If onnxruntime is not installed.
        Exception: Whatever onnxruntime raises for a file that it cannot read.
    """
    runtime = import_onnxruntime()
    options = runtime.SessionOptions()
    options.log_severity_level = 3
    # Each window is read by one thread, and several windows side by side: threads that shared the work of one
    # would wait for each other at every step, and for long where spaCy keeps a processor busy.
    options.intra_op_num_threads = 1
    return runtime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=list(_SLOW_FUSIONS)
    )


def shrinking_run() -> Any:
    """Return the options of a run behind which a session gives its memory back."""
    options = import_onnxruntime().RunOptions()
    options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    return options
