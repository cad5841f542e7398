"""Garbage collection: put off until the desk has started, and full ones until nobody types.

Most objects that are made until then live as long as the desk. Searching them for garbage again and again would
take a tenth of the start. Later a full collection takes a tenth of a second, in which no key acts.
"""

from __future__ import annotations

import gc

# Objects made before the youngest generation is collected; painting a pane makes thousands, all short-lived.
_YOUNG_OBJECTS = 5000
_NEVER = 1_000_000  # collections of the middle generation before a full one that Python starts by itself


def pause() -> None:
    """Collect no garbage until ``resume``."""
    gc.disable()


def resume() -> None:
    """Collect garbage again, but never among the objects that exist now, and all of it only by ``collect``."""
    gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS, 20, _NEVER)
    gc.enable()


def collect() -> None:
    """Collect all garbage: to be called when the user rests."""
    gc.collect()
