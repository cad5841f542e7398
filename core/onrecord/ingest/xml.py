"""XML from outside, read without fetching or expanding anything that it names."""

from __future__ import annotations

from typing import Any

from onrecord.ingest.document import IngestError


def parse_xml(data: bytes, name: str, *, is_mended: bool = False) -> Any:
    """Return the outermost element.

    Args:
        data: The XML.
        name: What the user calls the file.
        is_mended: Whether what is not right in it is passed over.

    Raises:
        IngestError: It is no XML.
    """
    from lxml import etree

    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=is_mended)
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise IngestError(name, f"damaged inside ({error}); get it again, or save it as text") from error
