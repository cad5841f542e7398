"""The reading desk. Each module holds what concerns one thing; ``screen`` puts them together.

``base`` (what is open, saying things) → ``panes`` (where the cursor is) → ``article`` (what is read) →
``listing`` (the list and its search) → ``changes`` (what the reader changes) → ``who`` (who is who) and ``facets``
→ ``saved`` (saved searches as lists) → ``quotes`` (quotes in place of articles). Each part stands on those it
needs; a new part does the same and is named by ``DeskScreen``, which they make together.
"""

from onrecord.tui.screens.desk.screen import DeskScreen

__all__ = ["DeskScreen"]
