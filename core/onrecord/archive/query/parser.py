"""From what one types to the tree of a query."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.archive.query.ast import Query
from onrecord.archive.storage.rows import clean
from onrecord.base.lazy import later

if TYPE_CHECKING:
    from onrecord.archive.query import grammar
else:
    # The grammar's library is slow to import, and most starts of the desk search nothing.
    grammar = later("onrecord.archive.query.grammar")


@lru_cache
def parse(text: str, *, typing: bool = False) -> Query:
    """The tree of a query. Raises QueryError, which points at the column and says what was expected there.

    ``typing``: somebody is still at it. What is unfinished (an open quotation mark or parenthesis, a field
    without a value) is no error but left out or taken as closed, and the word at the end as a beginning.
    """
    if not text.strip():
        return Query()
    return grammar.build_query(clean(text).replace("\0", " "), typing)
