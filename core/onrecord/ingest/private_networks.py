"""The reader's own network: which addresses are in it, and connections that lead there only if they were named.

A server may lead to a private address, by a redirect or because its name is looked up anew (DNS rebinding).
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import time
from typing import Any

from onrecord.ingest.web_addresses import host_of


def is_private(url: str) -> bool:
    """Return whether the host of an address is in a private network, by its name or where the name leads now.

    A name that leads nowhere is not: what is fetched from it later fails.
    """
    host = host_of(url)
    if is_private_name(host):
        return True
    try:
        known_addresses = socket.getaddrinfo(host, None)
    except (OSError, UnicodeError):
        return False
    return not all(is_public(str(address[4][0])) for address in known_addresses)


class PrivateAddress(ValueError):
    """A server leads to an address of the user's own network."""

    def __init__(self, host: str) -> None:
        if _was_public(host):
            reason = f"{host} was on the internet, and leads into a private network now; try again in an hour"
        else:
            reason = f"it leads to {host}, which is in a private network; add that address yourself if you want it"
        super().__init__(reason)


def guarded_pools(sockets: list[socket.socket], *, allows_private: bool) -> dict[str, Any]:
    """Return urllib3's pools with connections that are known here, and lead to no private address unasked.

    Args:
        sockets: Where the sockets of the connections are put.
        allows_private: Whether the user has named the server.
    """
    import urllib3
    from urllib3.connection import HTTPConnection, HTTPSConnection

    def guarded(connection: Any, new: socket.socket) -> socket.socket:
        sockets.append(new)
        # The address itself to which this connection leads: to look the name up again might give another one.
        leads_public = is_public(new.getpeername()[0])
        if leads_public:
            _public_hosts[connection.host] = time.monotonic()
        elif not allows_private or _was_public(connection.host):
            new.close()
            raise PrivateAddress(connection.host)
        return new

    class Connection(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return guarded(self, super()._new_conn())

    class SafeConnection(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return guarded(self, super()._new_conn())

    class Pool(urllib3.HTTPConnectionPool):
        ConnectionCls = Connection

    class SafePool(urllib3.HTTPSConnectionPool):
        ConnectionCls = SafeConnection

    return {"http": Pool, "https": SafePool}


_public_hosts: dict[str, float] = {}
"""The hosts that were reached at a public address, and when, in seconds of the monotonic clock.

Whoever owns a name may have it lead into the reader's own network later (DNS rebinding), to a page that they
choose. So a name that was public stays so for a while, as in browsers, also where the reader has named it.
"""
_STAYS_PUBLIC = 3600.0
"""Seconds, more than a run of fetches takes. Later the reader may be in a network that has names of its own."""


def _was_public(host: str) -> bool:
    return time.monotonic() - _public_hosts.get(host, -_STAYS_PUBLIC) < _STAYS_PUBLIC


def is_private_name(host: str) -> bool:
    """Return whether a server's name is a private address, as far as can be told without looking it up."""
    name = host.rstrip(".")
    with contextlib.suppress(ValueError):
        return not is_public(name)
    with contextlib.suppress(OSError):  # 127.1, 0x7f000001 and 2130706433 are the same address
        return not is_public(socket.inet_ntoa(socket.inet_aton(name)))
    return name == "localhost" or name.endswith((".localhost", ".local", ".internal", ".lan"))


_NETWORKS_TO_IPV4 = tuple(map(ipaddress.IPv6Network, ("::/96", "::ffff:0:0/96", "64:ff9b::/96")))
"""Networks whose addresses end in one of IPv4: both forms of RFC 4291, and NAT64 (RFC 6052)."""
_LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")
"""RFC 8215."""


def is_public(address: str) -> bool:
    """Return whether an address of IPv4 or IPv6 is one of the internet; of one that stands for another, that one.

    Raises:
        ValueError: It is no address but a name.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if any(ip in network for network in _NETWORKS_TO_IPV4):
            return is_public(str(ipaddress.IPv4Address(ip.packed[12:])))
        if ip.sixtofour is not None:  # RFC 3056
            return is_public(str(ip.sixtofour))
        if ip.is_site_local or ip in _LOCAL_NAT64:
            return False
    return ip.is_global and not ip.is_multicast
