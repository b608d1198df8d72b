"""robots.txt: the states of RFC 9309, and rules as they are really written."""

import gzip
import time
from collections.abc import Iterator

import pytest

from faults import Answer, FaultServer, plain, raw, serving
from fetch_world import fetch, portal_of
from pipeline.fetch.robots import read_rules
from pipeline.model import Outcome

AGENT = "parwatch"
SHUT = b"User-agent: *\nDisallow: /\n"


@pytest.fixture
def web() -> Iterator[FaultServer]:
    with serving() as server:
        server.answers["/tin"] = plain()
        yield server


def text(body: bytes, **headers: str) -> Answer:
    return plain(body, Content_Type="text/plain", **headers)


@pytest.mark.parametrize("status", ["400 Bad Request", "401 No", "403 Forbidden", "404 Not Found", "410 Gone"])
def test_a_file_that_is_not_given_allows_everything(web: FaultServer, status: str) -> None:
    web.answers["/robots.txt"] = plain(SHUT, status)

    assert fetch(web, "/tin").record.outcome is Outcome.OK


@pytest.mark.parametrize("body", [SHUT.decode().encode("utf-16"), b"USER-AGENT: PARWATCH/9.1\nDISALLOW: /\n"])
def test_a_file_in_an_odd_form_is_read(web: FaultServer, body: bytes) -> None:
    web.answers["/robots.txt"] = text(body)

    assert fetch(web, "/tin").record.outcome is Outcome.BLOCKED


@pytest.mark.parametrize("status", ["429 Too Many", "500 Error", "502 Bad Gateway", "503 Busy", "504 Timeout"])
def test_a_file_that_cannot_be_read_allows_nothing(web: FaultServer, status: str) -> None:
    web.answers["/robots.txt"] = plain(b"", status)

    fetched = fetch(web, "/tin")

    assert fetched.record.outcome in {Outcome.BLOCKED, Outcome.RATE_LIMITED}
    assert "robots.txt cannot be read" in fetched.record.reason
    assert web.paths == []


@pytest.mark.parametrize(
    "answer",
    [
        raw(),
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nUser-agent: *\n"),
        raw(b"no HTTP at all"),
        plain(gzip.compress(SHUT)[:-8], Content_Encoding="gzip"),
        plain(b"", "304 Not Modified", Content_Length=""),
        plain(b"", "302 Found", Location="http://10.0.0.1/robots.txt"),
    ],
)
def test_a_file_that_fails_allows_nothing(web: FaultServer, answer: Answer) -> None:
    web.answers["/robots.txt"] = answer

    assert fetch(web, "/tin").record.outcome is not Outcome.OK
    assert web.paths == []


def test_five_redirects_are_followed_and_more_are_a_missing_file(web: FaultServer) -> None:
    web.answers |= {f"/{n}": plain(b"", "301 Moved", Location=f"/{n + 1}") for n in range(9)}
    web.answers["/4"] = text(SHUT)
    web.answers["/robots.txt"] = plain(b"", "301 Moved", Location="/0")
    assert fetch(web, "/tin").record.outcome is Outcome.BLOCKED

    web.answers["/4"] = plain(b"", "301 Moved", Location="/5")
    assert fetch(web, "/tin").record.outcome is Outcome.OK


def test_a_file_is_read_up_to_its_limit(web: FaultServer) -> None:
    filler = b"# nothing\n" * 60_000
    web.answers["/robots.txt"] = text(b"User-agent: *\nDisallow: /tin\n" + filler)
    assert fetch(web, "/tin").record.outcome is Outcome.BLOCKED

    web.answers["/robots.txt"] = text(filler + SHUT)
    assert fetch(web, "/tin").record.outcome is Outcome.OK


def test_one_file_is_read_for_many_pages_and_each_hop_is_asked_of_it(web: FaultServer) -> None:
    web.answers["/robots.txt"] = text(b"User-agent: *\nDisallow: /kin\n")
    web.answers["/tin"] = plain(b"", "302 Found", Location="/kin")
    web.answers["/kin"] = plain()

    fetched = fetch(web, "/tin")

    assert fetched.record.outcome is Outcome.BLOCKED
    assert [one.path for one in web.asked] == ["/robots.txt", "/tin"]


def test_a_long_crawl_delay_is_honoured_up_to_our_limit() -> None:
    assert read_rules(b"User-agent: *\nCrawl-delay: 7\n", 1000).delay_seconds(AGENT) == 7


def test_a_portal_pauses_as_long_as_its_file_asks(web: FaultServer) -> None:
    web.answers["/robots.txt"] = text(b"User-agent: *\nCrawl-delay: 900\n")
    web.answers["/tin"] = plain(b"", "302 Found", Location="/b")
    web.answers["/b"] = plain()
    began = time.monotonic()

    fetched = fetch(web, "/tin", portal_of(web), crawl_delay_seconds=0.3)

    assert fetched.record.outcome is Outcome.OK
    assert 0.3 <= time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("file", "path", "is_allowed"),
    [
        (b"User-agent: *\nDisallow: /tin\n", "/tin/1", False),
        (b"User-agent: *\nDisallow: /tin\n", "/a/tin", True),
        (b"User-agent: *\nDisallow:\n", "/tin", True),
        (b"User-agent: *\nDisallow: /tin\nAllow: /tin/cchc\n", "/tin/cchc/1", True),
        (b"User-agent: *\nAllow: /tin/cchc\nDisallow: /tin\n", "/tin/other", False),
        (b"User-agent: *\nDisallow: /*.pdf$\n", "/a.pdf", False),
        (b"User-agent: *\nDisallow: /*.pdf$\n", "/a.pdf?b", True),
        (b"User-agent: parwatch\nDisallow: /a\n\nUser-agent: *\nDisallow: /\n", "/tin", True),
        (b"User-agent: parwatch\nDisallow: /a\n\nUser-agent: *\nDisallow:\n", "/a", False),
        (b"User-agent: parwatch\nUser-agent: other\nDisallow: /tin\n", "/tin", False),
        (b"User-agent: parwatch\nDisallow: /a\nUser-agent: parwatch\nDisallow: /tin\n", "/tin", False),
        (b"User-agent: ParWatch\nDisallow: /\n", "/tin", False),
        (b"User-agent: googlebot\nDisallow: /\n", "/tin", True),
        (b"user-agent:*\ndisallow:/tin\n", "/tin", False),
        (b"\xef\xbb\xbfUser-agent: *\nDisallow: /tin\n", "/tin", False),
        (b"User-agent: *\rDisallow: /tin\r", "/tin", False),
        (b"User-agent: *\r\nDisallow: /tin\r\n", "/tin", False),
        (b"User-agent: *\nDisallow: /t\0in\n", "/tin", False),
        (b"User-agent: * # all\nDisallow: /tin # news\n", "/tin", False),
        (b"<!DOCTYPE html><html>User-agent: *\nDisallow: /</html>", "/tin", True),
        (b"", "/tin", True),
        ("User-agent: *\nDisallow: /tin-tức\n".encode(), "/tin-t%E1%BB%A9c", False),
        (b"User-agent: *\nDisallow: /tin%2Da\n", "/tin-a", False),
        (b"Disallow: /tin\nUser-agent: *\n", "/tin", True),
        (b"User-agent: *\nDisallow: /\nAllow: /$\n", "/", True),
        (b"User-agent: *\nDisallow: /tin?id=\n", "/tin?id=4", False),
    ],
)
def test_rules_mean_what_the_standard_says(file: bytes, path: str, is_allowed: bool) -> None:
    refusal = read_rules(file, 500 * 1024).refuses(f"https://yenbai.gov.vn{path}", AGENT)

    assert (refusal is None) == is_allowed
