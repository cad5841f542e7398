"""Addresses of the web: how they are written, what they name, and which of them lead to the same server."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

PORTS = {"http": 80, "https": 443}
"""The schemes of the web, with the ports that they mean."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_WITHOUT_SCHEME = re.compile(
    r"www\.[\w-]+\.[\w.-]+(?:[:/?#]\S*)?|(?:localhost|\d{1,3}(?:\.\d{1,3}){3})(?::\d+)?/\S*", re.IGNORECASE
)


def is_address(source: str) -> bool:
    """Return whether a source is written as an address and not as a path."""
    return bool(_SCHEME.match(source) or _WITHOUT_SCHEME.fullmatch(source))


def with_scheme(source: str) -> str:
    """Return an address with the scheme that it was written without; anything else as it is."""
    if not _WITHOUT_SCHEME.fullmatch(source):
        return source
    return f"{'https' if source.lower().startswith('www.') else 'http'}://{source}"


def host_of(url: str) -> str:
    """Return the host of an address of the web, in small letters; empty for any other address, or none."""
    parts = parts_of(url)
    return parts.hostname or "" if parts is not None and parts.scheme.lower() in PORTS else ""


def joined(base: str, target: str) -> str:
    """Return the address to which a link on a page leads; empty where it is written so that it leads nowhere."""
    try:
        return urljoin(base, target)
    except ValueError:
        return ""


def is_same_server(url: str, named: str) -> bool:
    """Return whether an address leads to the server of another one: the same host, port and scheme.

    The safe one of a site's two usual servers (https, port 443) is taken for the other (http, port 80), too.
    """
    server, named_server = _server(url), _server(with_scheme(named))
    is_made_safe = server[1:] == ("https", 443) and named_server[1:] == ("http", 80)
    return server == named_server or (is_made_safe and server[0] == named_server[0])


def _server(url: str) -> tuple[str, str, int | None]:
    """Return the host, the scheme and the port of an address."""
    parts = parts_of(url)
    if parts is None:
        return "", "", None
    scheme = parts.scheme.lower()
    return host_of(url), scheme, parts.port or PORTS.get(scheme)


def parts_of(url: str) -> SplitResult | None:
    """Return the parts of an address; None where it is written so that it has none."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def bare_address(parts: SplitResult) -> str:
    """Return an address without name, password and the place in the page."""
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme.lower(), host, parts.path, parts.query, ""))
