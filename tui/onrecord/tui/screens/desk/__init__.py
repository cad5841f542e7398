"""The reading desk: ``screen`` puts together what the other modules hold, a concern each.

``DeskScreen`` starts with the list of articles (``article_list``). When that is on the screen it makes the
``workbench``: the panes of the open article, and a controller for each thing that is done with them. A
controller is a plain class that gets what it needs (archive, panes, other controllers) in its constructor, and
asks the desk for the rest through the protocol ``host.DeskHost``; none knows the screen. Messages of the panes
and keys come to the screen, which passes them on: messages in its ``on_…`` methods, keys by the table of
``Workbench.commands``.
"""

from onrecord.tui.screens.desk.screen import DeskScreen

__all__ = ["DeskScreen"]
