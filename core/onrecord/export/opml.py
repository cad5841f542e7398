"""OPML, the list of feeds that every reader of feeds takes: http://opml.org/spec2.opml

The first tag of a feed is the folder in which it stands, as most readers have folders; all are its categories.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO
from xml.etree import ElementTree  # it only writes here

from onrecord.base.control_characters import with_symbols
from onrecord.base.feeds import Feed


def write(feeds: Iterable[Feed], out: TextIO) -> None:
    """Write feeds as an outline."""
    root = ElementTree.Element("opml", version="2.0")
    head = ElementTree.SubElement(root, "head")
    ElementTree.SubElement(head, "title").text = "Feeds of onrecord"
    body = ElementTree.SubElement(root, "body")
    folders: dict[str, ElementTree.Element] = {}
    for feed in feeds:
        parent = body
        if feed.tags:
            folder = with_symbols(feed.tags[0])
            if folder not in folders:
                folders[folder] = ElementTree.SubElement(body, "outline", text=folder, title=folder)
            parent = folders[folder]
        ElementTree.SubElement(parent, "outline", _attributes(feed))
    ElementTree.indent(root)
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, "unicode") + "\n")


def _attributes(feed: Feed) -> dict[str, str]:
    label = with_symbols(feed.label)
    categories = {"category": with_symbols(",".join(f"/{tag}" for tag in feed.tags))} if feed.tags else {}
    return {"type": "rss", "text": label, "title": label, "xmlUrl": with_symbols(feed.url)} | categories
