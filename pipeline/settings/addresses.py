"""Private addresses that may be fetched, as a person writes them."""

import ipaddress
from dataclasses import dataclass

from pipeline.errors import SettingsError
from pipeline.settings.spelling import PREFIX

SETTING = PREFIX + "ALLOW_ADDRESSES"


@dataclass(frozen=True, slots=True)
class AllowedAddress:
    """A private address and its ports that may be fetched: a demo world or a test server, never a default."""

    network: ipaddress.IPv4Network | ipaddress.IPv6Network
    first_port: int
    last_port: int

    def covers(self, address: ipaddress.IPv4Address | ipaddress.IPv6Address, port: int) -> bool:
        return address in self.network and self.first_port <= port <= self.last_port


def parse_addresses(text: str) -> tuple[AllowedAddress, ...]:
    """Read `127.0.0.1:8701-8720,[::1]:9000`; a network may stand for the address, the ports are required."""
    return tuple(_allowed(part.strip()) for part in text.split(",") if part.strip())


def _allowed(text: str) -> AllowedAddress:
    host, _, ports = text.rpartition(":")
    first, _, last = ports.partition("-")
    try:
        network = ipaddress.ip_network(host.strip("[]"))
        return AllowedAddress(network, int(first), int(last or first))
    except ValueError as error:
        raise SettingsError(
            f"{SETTING}: {text[:100]!r} is no address with ports ({str(error)[:200]}); write 127.0.0.1:8701-8720"
        ) from error
