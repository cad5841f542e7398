"""Garbage collection: put off until the desk has started, and full ones until nobody types.

Most objects that are made until then live as long as the desk. Searching them for garbage again and again would
take a tenth of the start. Later a full collection takes some hundredths of a second, in which no key acts. For
somebody who types on and on there is one after some hundred keys: what dialogs and panes leave behind would fill
the memory, and the holes that it leaves there later are not given back.
"""

from __future__ import annotations

import gc

# Objects made before the youngest generation is collected; painting a pane makes thousands, all short-lived.
_YOUNG_OBJECTS = 5000
_MIDDLE_COLLECTIONS = 20  # of the young generation, before one of the middle generation
_FULL_COLLECTION = 6  # collections of the middle generation, before a full one where nobody rests


def pause() -> None:
    """Collect no garbage until ``resume``."""
    gc.disable()


def resume() -> None:
    """Collect garbage again, but never among the objects that exist now, and all of it mostly by ``collect``."""
    gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS, _MIDDLE_COLLECTIONS, _FULL_COLLECTION)
    gc.enable()


def collect() -> None:
    """Collect all garbage: to be called when the user rests."""
    gc.collect()
