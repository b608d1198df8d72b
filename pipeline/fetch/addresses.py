"""Which addresses may be fetched: a url's form before the request, an IP address at the moment of connecting. Pure."""

import ipaddress
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from pipeline.errors import RefusedError
from pipeline.settings import AllowedAddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

PORTS = frozenset({80, 443, 8080, 8443})
# Named one by one, since `is_global` lets some of them through on every Python we run on.
_NEVER = [
    ipaddress.ip_network(network)
    for network in (
        "100.64.0.0/10",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/32",
        "2002::/16",
        "3fff::/20",
        "fec0::/10",
        "ff00::/8",
    )
]
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\x9f\\\u2028\u2029]")
_HOST = re.compile(r"[\w.-]+|\[[0-9a-fA-F:.]+\]")
# What C libraries read as an IPv4 address though it does not look like one: 2130706433, 0x7f.1, 127.1, 0177.0.0.1.
_NUMERIC = re.compile(r"(?:^|\.)(?:0x[0-9a-f]*|\d+)\.?$", re.IGNORECASE)


def public(address: Address) -> bool:
    """Whether the whole internet would reach the same machine under this address."""
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        return public(mapped)
    plain = not (address.is_multicast or address.is_reserved or address.is_unspecified)
    return (
        address.is_global
        and plain
        and not any(address in network for network in _NEVER if network.version == address.version)
    )


def check_address(text: str, port: int, allowed: Iterable[AllowedAddress]) -> None:
    """Raises RefusedError unless a connection to this address and port may be made."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if port in PORTS and public(address):
        return
    if any(one.covers(address, port) for one in allowed):
        return
    what = f"port {port} is none of {sorted(PORTS)}" if public(address) else f"{address} is not on the public internet"
    raise RefusedError(f"{what}; allow it with --allow-address {address}:{port} if it is yours")


_LOOPBACK_NAME = re.compile(r"(?:^|\.)localhost\.?$", re.IGNORECASE)


def check_url(url: str, longest: int, allowed: Iterable[AllowedAddress]) -> SplitResult:
    """The parts of a url that may be asked for. Raises RefusedError; addresses are checked on connecting."""
    if len(url) > longest:
        raise RefusedError(f"the address has {len(url)} characters, more than {longest}")
    if _FORBIDDEN.search(url):
        raise RefusedError(f"the address holds a space, a backslash or a control character: {url[:200]!r}")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise RefusedError(f"no address: {url[:200]!r} ({error})") from error
    if parts.scheme not in {"http", "https"}:
        raise RefusedError(f"only http and https are fetched, not {parts.scheme or 'an address without scheme'!r}")
    if "@" in parts.netloc:
        raise RefusedError("the address holds a user name")
    if _LOOPBACK_NAME.search(parts.hostname or "") and not any(one.network.is_loopback for one in allowed):
        raise RefusedError(f"{parts.hostname} is not on the public internet")
    _check_host(parts.netloc.rpartition(":")[0] if port is not None else parts.netloc)
    if port is not None and port not in PORTS and not any(one.first_port <= port <= one.last_port for one in allowed):
        raise RefusedError(f"port {port} is none of {sorted(PORTS)}")
    return parts


def written_out(url: str) -> str:
    """The address with every character that is not ASCII, and every space, percent-encoded; its host stays."""
    parts = urlsplit(url)
    path, query = (quote(part, safe="/:@!$&'()*+,;=~%?[]|") for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, parts.netloc, path, query, ""))


def _check_host(host: str) -> None:
    host = host.removesuffix(":")
    if not host or not _HOST.fullmatch(host) or host.startswith(".") or ".." in host:
        raise RefusedError(f"no host name: {host[:200]!r}")
    if unicodedata.normalize("NFKC", host) != host:
        raise RefusedError(f"the host name {host!r} only looks like {unicodedata.normalize('NFKC', host)!r}")
    if _NUMERIC.search(host) and not host.startswith("["):
        _check_dotted(host)


def _check_dotted(host: str) -> None:
    try:
        ipaddress.IPv4Address(host)
    except ValueError as error:
        raise RefusedError(f"the host {host!r} is a number in disguise; write a name or four plain numbers") from error
