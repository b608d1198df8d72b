"""Nothing but the public internet is ever connected to, whatever an address, a name or a redirect says."""

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from certificates import intermediate, root, server_context, trusted
from faults import FaultServer, in_turn, plain, raw, serving
from fetch_world import fetch_url, portal_of, settings_for
from pipeline.errors import RefusedError, SettingsError
from pipeline.fetch.addresses import check_address, check_url, public
from pipeline.fetch.wire import Wire
from pipeline.model import Outcome
from pipeline.settings import load_settings, parse_addresses

FORBIDDEN = [
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.17.0.1", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1",
    "239.1.1.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "fc00::1", "fd12::1", "fe80::1",
    "fec0::1", "ff02::1",
]  # fmt: skip
PUBLIC = ["1.1.1.1", "8.8.8.8", "113.160.0.1", "203.162.0.1", "2606:4700::1111", "2405:4800::1", "::ffff:8.8.8.8"]


@pytest.fixture
def web() -> Iterator[FaultServer]:
    with serving() as server:
        server.answers["/"] = plain()
        yield server


@pytest.fixture
def canary() -> Iterator[FaultServer]:
    """A server that nobody may reach."""
    with serving() as server:
        yield server
        assert server.connections == 0


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every address that is really connected to."""
    seen: list[str] = []
    connect = Wire.connect

    async def noted(address: str, port: int) -> Wire:
        seen.append(f"{address}:{port}")
        return await connect(address, port)

    monkeypatch.setattr(Wire, "connect", noted)
    return seen


@pytest.mark.parametrize("address", FORBIDDEN)
def test_an_address_that_is_not_public_is_told(address: str) -> None:
    assert not public(ipaddress.ip_address(address))
    with pytest.raises(RefusedError, match="not on the public internet"):
        check_address(address, 443, ())


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_passes_on_the_ports_of_the_web(address: str) -> None:
    check_address(address, 443, ())
    with pytest.raises(RefusedError, match="port 25"):
        check_address(address, 25, ())


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://yenbai.gov.vn/", "gopher://yenbai.gov.vn/", "data:text/html,a", "javascript:a()",
        "//yenbai.gov.vn/", "yenbai.gov.vn", "http:///a", "http://", "http://2130706433/", "http://0177.0.0.1/",
        "http://0x7f.0.0.1/", "http://0x7f000001/", "http://127.1/", "http://127.0.0.1./", "http://①②⑦.⓪.⓪.①/",
        "http://ｅvil.vn/", "http://127.0.0.1%2eevil.vn/", "http://yenbai.gov.vn@127.0.0.1/", "http://a:b@yenbai.gov.vn/",
        "http://yenbai.gov.vn\\@127.0.0.1/", "http://yenbai.gov.vn\\.evil.vn/", "http://yenbai.gov.vn /", "http://a\tb/",
        "http://yenbai.gov.vn/\r\nHost: x", "http://yenbai.gov.vn/\x00", "http://yenbai.gov.vn:25/",
        "http://yenbai.gov.vn:5432/", "http://yenbai.gov.vn:99999/", "http://[::1", "http://a..b/",
        "https://yenbai.gov.vn/" + "a" * 2100,
    ],
)  # fmt: skip
def test_an_address_of_a_forbidden_form_is_refused_before_any_lookup(url: str, connected: list[str]) -> None:
    with pytest.raises(RefusedError):
        check_url(url, 2083, ())

    assert fetch_url(settings_for(), url).record.outcome is Outcome.REFUSED
    assert connected == []


@pytest.mark.parametrize("url", ["https://yenbai.gov.vn/a?b=c#d", "http://sở.vn:8080/", "https://[2606:4700::1111]/"])
def test_an_ordinary_address_passes(url: str) -> None:
    check_url(url, 2083, ())


@pytest.mark.parametrize("host", ["localhost", "localhost.", "[::1]", "127.0.0.2", "[::ffff:127.0.0.1]", "0.0.0.0"])
def test_loopback_under_any_name_is_refused(host: str, canary: FaultServer, connected: list[str]) -> None:
    fetched = fetch_url(settings_for(), f"http://{host}/")

    assert fetched.record.outcome is Outcome.REFUSED
    assert connected == []


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> None:
    """Names resolve to the first list the first time, and so on."""
    left = list(answers)
    look_up = socket.getaddrinfo

    def answer(host: str, port: int, *rest: object, **named: object) -> object:
        if host.replace(".", "").isdigit():
            return look_up(host, port, *rest, **named)
        found = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", answer)


def test_a_name_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch, connected: list[str]) -> None:
    resolving(monkeypatch, ["1.1.1.1", "10.0.0.5"])

    assert fetch_url(settings_for(), "http://mixed.vn/").record.outcome is Outcome.REFUSED
    assert connected == []


def test_a_name_that_changes_its_address_is_never_looked_up_twice_for_one_connection(
    monkeypatch: pytest.MonkeyPatch, web: FaultServer, connected: list[str]
) -> None:
    """The check and the connection use one answer; a later, private one is checked on its own connection."""
    web.answers["/"] = raw()
    resolving(monkeypatch, ["127.0.0.1"], ["10.0.0.5"])

    fetched = fetch_url(settings_for(web), f"http://rebinding.vn:{web.port}/")

    assert fetched.record.outcome is Outcome.REFUSED
    assert set(connected) == {f"127.0.0.1:{web.port}"}


def test_a_redirect_to_a_private_address_is_not_followed(
    web: FaultServer, canary: FaultServer, connected: list[str]
) -> None:
    targets = [f"http://127.0.0.1:{canary.port}/", "http://169.254.169.254/latest/", "http://[::1]/", "http://127.1/"]
    for number, target in enumerate(targets):
        web.answers[f"/{number}"] = plain(b"", "302 Found", Location=target)
        web.answers["/third"] = plain(b"", "308 Permanent Redirect", Location="/fourth")
        web.answers["/fourth"] = plain(b"", "301 Moved", Location=target)

        assert fetch_url(settings_for(web), f"{web.home}/{number}").record.outcome is Outcome.REFUSED
        assert fetch_url(settings_for(web), f"{web.home}/third").record.outcome is Outcome.REFUSED

    assert set(connected) == {f"127.0.0.1:{web.port}"}


def test_nothing_a_page_names_is_fetched(web: FaultServer, canary: FaultServer) -> None:
    evil = f"http://127.0.0.1:{canary.port}/"
    body = f"<html><base href='{evil}'><img src='{evil}'><link rel=canonical href='{evil}'><iframe src='{evil}'>"
    web.answers["/"] = plain((body + "<p>" + "Một câu dài. " * 100).encode())

    assert fetch_url(settings_for(web), web.home + "/").record.outcome is Outcome.OK
    assert web.paths == ["/"]


@pytest.mark.parametrize("host", ["xn--", "xn--a.vn", "xn--999999999.vn"])
def test_a_name_that_stands_for_none_is_refused_also_behind_a_redirect(web: FaultServer, host: str) -> None:
    web.answers["/robots.txt"] = plain(b"", "302 Found", Location=f"http://{host}/robots.txt")

    assert fetch_url(settings_for(web), f"http://{host}/").record.outcome is Outcome.REFUSED
    assert fetch_url(settings_for(web), web.home + "/", portal_of(web)).record.outcome is Outcome.REFUSED


def test_no_cookie_is_ever_sent(web: FaultServer) -> None:
    web.answers["/"] = in_turn(plain(b"", "302 Found", Location="/in", Set_Cookie="id=secret; Path=/"), plain())
    web.answers["/in"] = plain()

    fetch_url(settings_for(web), web.home + "/")

    assert all("cookie" not in one.headers for one in web.asked)


def test_a_proxy_variable_is_not_followed(
    web: FaultServer, canary: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{canary.port}")

    assert fetch_url(settings_for(web), web.home + "/").record.outcome is Outcome.OK


def test_an_allowed_address_is_allowed_on_its_ports_only(web: FaultServer, canary: FaultServer) -> None:
    assert fetch_url(settings_for(web), web.home + "/").record.outcome is Outcome.OK
    assert fetch_url(settings_for(web), canary.home + "/").record.outcome is Outcome.REFUSED


def test_allowed_addresses_are_read_from_a_list() -> None:
    one, two = parse_addresses("127.0.0.1:8701-8720, [::1]:9000")

    assert one.covers(ipaddress.ip_address("127.0.0.1"), 8720)
    assert not one.covers(ipaddress.ip_address("127.0.0.1"), 8721)
    assert two.covers(ipaddress.ip_address("::1"), 9000)
    with pytest.raises(SettingsError, match="with ports"):
        parse_addresses("127.0.0.1")


def test_limits_are_set_by_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARWATCH_LIMIT_TOTAL_SECONDS", "8")
    assert load_settings().limits.total_seconds == 8

    monkeypatch.setenv("PARWATCH_LIMIT_REDIRECT", "1")
    with pytest.raises(SettingsError, match="did you mean PARWATCH_LIMIT_REDIRECTS"):
        load_settings()


# --- TLS -------------------------------------------------------------------------------------


def fetch_tls(kind: str, folder: Path, extra_ca: str | None) -> Outcome:
    with serving(server_context(folder, kind)) as server:
        server.answers["/"] = plain()
        fetched = fetch_url(settings_for(server), server.home + "/", portal_of(server, extra_ca=extra_ca))
        assert fetched.record.outcome is Outcome.OK or server.asked == []
        return fetched.record.outcome


@pytest.mark.parametrize("kind", ["self-signed", "expired", "other-host", "no-intermediate", "old-tls"])
def test_a_server_that_cannot_prove_itself_is_not_asked(kind: str, tmp_path: Path) -> None:
    assert fetch_tls(kind, tmp_path, trusted(tmp_path, root())) is Outcome.UNREACHABLE


def test_a_root_we_do_not_know_is_not_trusted(tmp_path: Path) -> None:
    assert fetch_tls("good", tmp_path, None) is Outcome.UNREACHABLE


def test_a_portals_own_certificates_close_the_gap_in_its_chain(tmp_path: Path) -> None:
    assert fetch_tls("no-intermediate", tmp_path, trusted(tmp_path, root(), intermediate())) is Outcome.OK


@pytest.mark.parametrize("fault", ["plain", "stall", "reset"])
def test_tls_that_does_not_begin_is_given_up(fault: str, web: FaultServer) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    if fault == "reset":
        listener.close()
    port = web.port if fault == "plain" else listener.getsockname()[1] if fault == "stall" else 1
    allowed = parse_addresses(f"127.0.0.1:{port}")
    settings = replace(settings_for(retries=0, connect_seconds=0.5, total_seconds=1.0), allow_addresses=allowed)
    began = time.monotonic()

    fetched = fetch_url(settings, f"https://127.0.0.1:{port}/")

    assert fetched.record.outcome in {Outcome.UNREACHABLE, Outcome.TIMEOUT}
    assert time.monotonic() - began < 3.5


def test_certificates_are_always_verified() -> None:
    from pipeline.fetch.network import trust

    context = trust(None)

    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_a_lookup_that_hangs_does_not_hold_up_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(4) or [])
    began = time.monotonic()

    assert fetch_url(settings_for(retries=0, connect_seconds=0.5), "http://slow.vn/").record.outcome is Outcome.TIMEOUT
    assert time.monotonic() - began < 3.5
