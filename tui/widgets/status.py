"""The line that says who said what stands under the cursor, and how sure that is."""

from __future__ import annotations

from textual.widget import Widget

from core.records import Annotation


class QuoteStatus(Widget):
    def show(self, annotation: Annotation | None, index: int | None, text: str) -> None:
        self.refresh()
