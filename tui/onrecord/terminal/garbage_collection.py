"""Looking for garbage, put off until the desk stands.

Most of what is made until then lives as long as the desk. To look through it for garbage again and again would
take a tenth of the start, and so would freeing what the imports leave behind.
"""

from __future__ import annotations

import gc

_YOUNG = (
    5000  # objects made before the youngest are looked through: painting a pane makes thousands, all short-lived
)


def pause() -> None:
    """Look for no garbage until ``resume``."""
    gc.disable()


def resume() -> None:
    """Look for garbage again, but never again among what is there now."""
    gc.freeze()
    gc.set_threshold(_YOUNG, 20, 10)
    gc.enable()
