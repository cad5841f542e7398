"""Garbage collection, put off until the desk has started.

Most objects that are made until then live as long as the desk. Searching them for garbage again and again would
take a tenth of the start.
"""

from __future__ import annotations

import gc

# Objects made before the youngest generation is collected; painting a pane makes thousands, all short-lived.
_YOUNG_OBJECTS = 5000


def pause() -> None:
    """Collect no garbage until ``resume``."""
    gc.disable()


def resume() -> None:
    """Collect garbage again, but never among the objects that exist now."""
    gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS, 20, 10)
    gc.enable()
