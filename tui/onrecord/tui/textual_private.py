"""Everything of Textual that the project uses although Textual keeps it private.

Textual may change these names in any release. ``pyproject.toml`` therefore allows one minor version of it, and a
test checks that all of ``PRIVATE_NAMES`` exist. No other module uses a private name of Textual.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from functools import lru_cache
from textwrap import wrap
from typing import IO, Any

from rich.segment import Segment
from rich.text import Text
from textual._styles_cache import StylesCache
from textual.app import App
from textual.cache import FIFOCache
from textual.css.query import NoMatches
from textual.driver import Driver
from textual.geometry import Size
from textual.screen import Screen, ScreenResultType
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip
from textual.widget import MountError, Widget

PRIVATE_NAMES: dict[type, tuple[str, ...]] = {
    App: (
        "_batch_count",
        "_check_bindings",
        "_exception",
        "_exit_renderables",
        "_fatal_error",
        "_handle_exception",
        "_print_error_renderables",
        "_start_widget",
    ),
    Screen: (
        "_dirty_widgets",
        "_layout_required",
        "_on_timer_update",
        "_repaint_required",
        "_scroll_required",
        "_update_timer",
    ),
    Strip: (
        "_cell_count",
        "_cell_length",
        "_crop_cache",
        "_crop_extend_cache",
        "_divide_cache",
        "_filter_cache",
        "_line_length_cache",
        "_link_ids",
        "_offsets_cache",
        "_render_cache",
        "_segments",
        "_style_cache",
    ),
    ScrollView: ("_scroll_update", "_size", "_size_updated", "_vertical_scrollbar"),
    StylesCache: ("get_inner_outer",),
}
"""The private names, by the class of Textual that has them."""

# Textual means this as a class method, and wrote it as a method: its cache would hold hundreds of widgets that are
# long gone with all their painted lines, over two hundred for each dialog that was ever open.
_get_inner_outer: Any = lru_cache(1024)(StylesCache.get_inner_outer.__wrapped__)
StylesCache.get_inner_outer = classmethod(_get_inner_outer)  # type: ignore[method-assign, assignment]


class _NoCache:
    """In place of a cache of a strip: holds nothing."""

    __slots__ = ()

    def get(self, key: object) -> None:
        """Return None, as nothing is held."""

    def __setitem__(self, key: object, value: object) -> None:
        """Hold nothing."""


_NO_CACHE: Any = _NoCache()


def _init_strip(strip: Strip, segments: Iterable[Segment], cell_length: int | None = None) -> None:
    """Make a strip with the two of its seven caches that painting comes back to.

    The others would be ten objects in each of the hundreds of strips that a key makes, which cost more than they
    spare, and most of what garbage collection has to search.
    """
    strip._segments = list(segments)
    strip._cell_length = cell_length
    strip._divide_cache, strip._filter_cache = FIFOCache(4), FIFOCache(4)
    strip._crop_cache = strip._crop_extend_cache = strip._line_length_cache = _NO_CACHE
    strip._style_cache = strip._offsets_cache = _NO_CACHE
    strip._render_cache = strip._link_ids = strip._cell_count = None


def _divide_strip(strip: Strip, cuts: Iterable[int]) -> Sequence[Strip]:
    """Return the parts of a strip; one that is not cut would hold itself, and only be freed as garbage."""
    places = list(cuts)
    return [strip] if places == [strip.cell_length] else _divide(strip, places)


_divide = Strip.divide
Strip.__init__ = _init_strip  # type: ignore[method-assign, assignment]
Strip.divide = _divide_strip  # type: ignore[method-assign, assignment]


async def run_key_binding(app: App[Any], key: str) -> bool:
    """Run what a key is bound to, without sending the key to the widget in focus first.

    Returns:
        Whether the key is bound to an action.
    """
    return await app._check_bindings(key)


def stop_watching_app(widget: Widget) -> None:
    """Have the app forget a widget that watches it and is gone; Textual does when the watched value changes."""
    for watchers in getattr(widget.app, "__watchers", {}).values():
        watchers[:] = [(watcher, callback) for watcher, callback in watchers if watcher is not widget]


def replace_terminal(driver: Driver, replacement: Callable[[IO[str]], object]) -> None:
    """Have Textual's ``LinuxDriver`` write to what ``replacement`` makes of its terminal."""
    driver._file = replacement(driver._file)  # type: ignore[attr-defined]


class ReportingApp(App[None]):
    """An app that says what an unexpected error means in place of a traceback with the values of all variables."""

    def failure_message(self, error: BaseException) -> str:
        """Return what is printed when the app has ended with an error."""
        raise NotImplementedError

    def _handle_exception(self, error: Exception) -> None:
        """End the app with an unexpected error.

        While the app is left, Textual takes away a screen that opens before its widgets are there, and then tells
        it that it is mounted: what the screen misses is no error.
        """
        is_left = self.return_code is not None
        if not (is_left and isinstance(error, NoMatches | MountError)):
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End the app after an unexpected error."""
        if self._exception is not None:
            message = self.failure_message(self._exception)
            lines = wrap(message, self.console.width, break_long_words=False, break_on_hyphens=False)
            self.panic(Text("\n".join(lines), no_wrap=True, overflow="ignore"))

    def _print_error_renderables(self) -> None:
        """Print the first message, and no line feed within the path of a file, which may be longer than a line."""
        for message in self._exit_renderables[:1]:
            self.error_console.print(message, soft_wrap=True)
        self._exit_renderables.clear()


class SafeListKeys:
    """A mix-in for the command palette: a page down in a list that is not painted yet moves nothing."""

    def _action_command_list(self, action: str) -> None:
        """Pass an action to the list; Textual looks up the line of an option, which may have none yet."""
        with suppress(KeyError):
            super()._action_command_list(action)  # type: ignore[misc]


class PartialPaintScreen(Screen[ScreenResultType]):
    """A screen that may paint a part of its changed widgets now and the rest a moment later."""

    def widgets_to_defer(self, changed_widgets: Collection[Widget]) -> set[Widget]:
        """Return those of the changed widgets that are painted later."""
        raise NotImplementedError

    def _on_timer_update(self) -> None:
        """Paint the widgets that look different, except those to defer; their turn comes with the next timer."""
        paints_everything = self._layout_required or self._scroll_required or self._repaint_required
        is_hidden = not self.is_current or self.app._batch_count
        deferred = set() if paints_everything or is_hidden else self.widgets_to_defer(self._dirty_widgets)
        self._dirty_widgets -= deferred
        super()._on_timer_update()
        if deferred:
            self._dirty_widgets |= deferred
            self._update_timer.resume()


class CustomScrollView(ScrollView):
    """A scroll view with a scroll bar of its own, which knows of a new size before it is painted."""

    def make_scrollbar(self) -> ScrollBar:
        """Return the vertical scroll bar, to be used from now on."""
        raise NotImplementedError

    @property
    def awaits_size(self) -> bool:
        """Whether something was put in while the view was hidden, and is laid out when it is shown."""
        return False

    def before_resize(self) -> None:
        """Remember what the new size must not change; the view still has the old one."""

    def after_resize(self) -> None:
        """Follow the new size at once: the event of the resize comes after the first painting."""

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The vertical scroll bar, made at its first use."""
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = self.make_scrollbar()
            self._vertical_scrollbar.display = False
            self.app._start_widget(self, self._vertical_scrollbar)
        return self._vertical_scrollbar

    def set_virtual_size(self, size: Size) -> None:
        """Set the size of what is scrolled, without laying out the screen anew as ``virtual_size`` would."""
        if size != self.virtual_size:
            self.set_reactive(Widget.virtual_size, size)
            self._scroll_update(size)
            self.refresh()

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        """Take a new size, and call what wants to know of it."""
        is_resized = size != self._size or self.awaits_size  # it may be shown again in the size that it had
        if is_resized:
            self.before_resize()
        is_changed = super()._size_updated(size, virtual_size, container_size, layout)
        if is_resized:
            self.after_resize()
        return is_changed
