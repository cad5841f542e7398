"""Addresses of the web as they are stored, and as they are compared: whether two lead to the same article."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

_NAME_AND_PASSWORD = re.compile(r"^(\s*[A-Za-z][A-Za-z0-9+.-]+://)[^/?#]*@")

_WEB = ("http", "https")
_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")
"""Beginnings of parameters that say by which link a reader came, and change nothing in what they get."""


def without_password(address: str) -> str:
    """Return an address without the name and the password in it; anything else as it is."""
    return _NAME_AND_PASSWORD.sub(r"\1", address)


@lru_cache(1000)  # to store an article asks several times
def address_key(url: str) -> str:
    """Return the key by which an address is compared, empty for what is no address of the web.

    Scheme, ``www.``, a slash at the end, the place on the page and parameters that count readers do not matter.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in _WEB or not host:
        return ""
    place = host.removeprefix("www.") + (f":{port}" if port else "") + parts.path.rstrip("/")
    parameters = [
        pair
        for pair in parse_qsl(parts.query, keep_blank_values=True)
        if not pair[0].lower().startswith(_TRACKING)
    ]
    return f"{place}?{urlencode(parameters)}" if parameters else place
