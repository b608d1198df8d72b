"""Faults of a single answer, each against a real server: typed outcomes, bounded memory and time, no half article."""

import gzip
import socket
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from unicodedata import normalize

import brotli
import pytest

from faults import ARTICLE, Answer, Asked, FaultServer, in_turn, plain, raw, serving
from fetch_world import fetch, fetch_url, memory_watched, portal_of, settings_for
from pipeline.codings import Undoing, undo
from pipeline.model import KnownPage, Outcome

MIB = 1024 * 1024
MOST_MEMORY = 64 * MIB
HTML = b"Content-Type: text/html; charset=utf-8\r\n"


@pytest.fixture
def web():
    with serving() as server:
        yield server


def gzip_bomb(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = bytes(MIB)
    return b"".join(packer.compress(piece) for _ in range(size // MIB)) + packer.flush()


def brotli_bomb(size: int) -> bytes:
    packer = brotli.Compressor(quality=3)
    piece = bytes(MIB)
    return b"".join(packer.process(piece) for _ in range(size // MIB)) + packer.finish()


GZIP_BOMB = gzip_bomb(128 * MIB)
BOMBS = {
    "gzip": (GZIP_BOMB, "gzip"),
    "deflate": (zlib.compress(bytes(128 * MIB)), "deflate"),
    "br": (brotli_bomb(128 * MIB), "br"),
    "behind an article": (gzip.compress(ARTICLE) + GZIP_BOMB, "gzip"),
    "gzip in gzip": (gzip.compress(GZIP_BOMB), "gzip, gzip"),
}


# --- 1, 2: size ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BOMBS)
@pytest.mark.parametrize("status", ["200 OK", "404 Not Found"])
def test_a_bomb_is_refused_and_costs_little(web: FaultServer, name: str, status: str) -> None:
    body, coding = BOMBS[name]
    web.answers["/"] = plain(body, status, Content_Encoding=coding)

    with memory_watched() as most:
        fetched = fetch(web, "/")

    assert (fetched.record.outcome, fetched.snapshot) == (Outcome.TOO_LARGE, None)
    assert most[0] < MOST_MEMORY


def test_the_body_of_a_redirect_is_never_read(web: FaultServer) -> None:
    web.answers["/"] = plain(BOMBS["br"][0], "302 Found", Location="/there", Content_Encoding="br")
    web.answers["/there"] = plain()

    with memory_watched() as most:
        fetched = fetch(web, "/")

    assert (fetched.record.outcome, fetched.snapshot.body) == (Outcome.OK, ARTICLE)
    assert most[0] < MOST_MEMORY / 4


def test_a_page_of_almost_ten_mebibytes_costs_a_few_times_its_size(web: FaultServer) -> None:
    web.answers["/"] = plain(b"\xff" * (9 * MIB), Content_Type="application/octet-stream")

    with memory_watched() as most:
        fetched = fetch(web, "/")

    assert fetched.record.outcome is Outcome.OK
    assert most[0] < MOST_MEMORY
    assert len(repr(fetched)) < 5_000  # asyncio writes a result out now and then


@pytest.mark.parametrize("coding", ["zstd", "compress", "gzip, deflate, br", ", ".join(["gzip"] * 20)])
def test_unknown_and_many_codings_are_refused(web: FaultServer, coding: str) -> None:
    web.answers["/"] = plain(gzip.compress(ARTICLE), Content_Encoding=coding)

    assert fetch(web, "/").record.outcome is Outcome.REFUSED


def endless(connection: socket.socket, asked: Asked) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n" + HTML + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"40000\r\n" + b"x" * 0x40000 + b"\r\n")


def test_a_body_without_end_is_given_up(web: FaultServer) -> None:
    web.answers["/"] = endless

    with memory_watched() as most:
        fetched = fetch(web, "/")

    assert fetched.record.outcome is Outcome.TOO_LARGE
    assert fetched.exchange.truncated == "length"
    assert most[0] < MOST_MEMORY


def test_a_large_body_is_refused_by_its_length(web: FaultServer) -> None:
    web.answers["/"] = plain(b"x", Content_Length=str(50 * MIB))

    assert fetch(web, "/").record.outcome is Outcome.TOO_LARGE


# --- 3: time ---------------------------------------------------------------------------------


def slow_head(connection: socket.socket, asked: Asked) -> None:
    for letter in b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Long: " + b"a" * 200:
        connection.sendall(bytes([letter]))
        time.sleep(0.1)


def trickle(connection: socket.socket, asked: Asked) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(100):
        connection.sendall(b"x" * 40)
        time.sleep(0.1)


def silent(connection: socket.socket, asked: Asked) -> None:
    time.sleep(5)


@pytest.mark.parametrize("answer", [slow_head, trickle, silent])
def test_a_slow_answer_ends_with_the_deadline(web: FaultServer, answer: Answer) -> None:
    web.answers["/"] = answer
    began = time.monotonic()

    fetched = fetch(web, "/", read_seconds=0.6, total_seconds=1.0)

    assert fetched.record.outcome is Outcome.TIMEOUT
    assert time.monotonic() - began < 4


# --- 4: framing ------------------------------------------------------------------------------

OK = b"HTTP/1.1 200 OK\r\n" + HTML
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
LENGTH = b"%d" % len(ARTICLE)
FRAMING = {
    "length too short": OK + b"Content-Length: 90\r\n\r\n" + ARTICLE,
    "length too long": OK + b"Content-Length: 9000\r\n\r\n" + ARTICLE,
    "two lengths": OK + b"Content-Length: 90\r\nContent-Length: " + LENGTH + b"\r\n\r\n" + ARTICLE,
    "negative length": OK + b"Content-Length: -1\r\n\r\n" + ARTICLE,
    "length no number": OK + b"Content-Length: many\r\n\r\n" + ARTICLE,
    "length and chunks": OK + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n",
    "chunk garbage": CHUNKED + b"zz\r\n" + ARTICLE,
    "chunks without end": CHUNKED + b"%x\r\n" % len(ARTICLE) + ARTICLE + b"\r\n",
    "chunk of 2^60": CHUNKED + b"1000000000000000\r\n" + ARTICLE,
    "unknown transfer coding": OK + b"Transfer-Encoding: gzip\r\n\r\n" + ARTICLE,
    "HTTP/0.9": ARTICLE,
    "no status": b"HTTP/1.1\r\n\r\n" + ARTICLE,
    "head of 1 MiB": b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * MIB + b"\r\n\r\n" + ARTICLE,
    "10,000 headers": b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: a\r\n" % n for n in range(10_000)) + b"\r\n" + ARTICLE,
    "NUL in a header": b"HTTP/1.1 200 OK\r\nX-Nul: a\0b\r\n\r\n" + ARTICLE,
    "provisional for ever": b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" * 5_000 + OK + b"\r\n" + ARTICLE,
    "half a page, end of connection": OK + b"\r\n" + ARTICLE[:-60],
    "nothing": b"",
}


@pytest.mark.parametrize("name", FRAMING)
def test_a_badly_framed_answer_gives_no_page(web: FaultServer, name: str) -> None:
    web.answers["/"] = raw(FRAMING[name])

    fetched = fetch(web, "/", retries=0)

    assert fetched.snapshot is None
    assert fetched.record.outcome in {Outcome.BROKEN, Outcome.TRUNCATED, Outcome.UNREACHABLE}
    assert fetched.record.reason


def test_a_body_that_is_cut_short_is_told_with_its_sizes(web: FaultServer) -> None:
    web.answers["/"] = raw(FRAMING["length too long"])

    assert f"received {len(ARTICLE)} bytes, expected 9000" in fetch(web, "/", retries=0).record.reason


def test_a_connection_that_is_reset_in_the_body_is_no_page(web: FaultServer) -> None:
    def reset(connection: socket.socket, asked: Asked) -> None:
        connection.sendall(OK + b"\r\n" + ARTICLE[:400])
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        raise ConnectionResetError

    web.answers["/"] = reset

    assert fetch(web, "/", retries=0).record.outcome is Outcome.TRUNCATED


@pytest.mark.parametrize(
    "body",
    [
        OK + b"Content-Length: " + LENGTH + b"\r\n\r\n" + ARTICLE,
        OK + b"\r\n" + ARTICLE,
        CHUNKED + b"%x;ext=1\r\n" % len(ARTICLE) + ARTICLE + b"\r\n0\r\nX-Trailer: a\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\r\n\r\n" + OK + b"Content-Length: " + LENGTH + b"\r\n\r\n" + ARTICLE,
    ],
)
def test_an_unusual_but_whole_answer_is_read(web: FaultServer, body: bytes) -> None:
    web.answers["/"] = raw(body)

    assert fetch(web, "/").snapshot.body == ARTICLE


def test_a_head_with_bare_line_feeds_is_a_head(web: FaultServer) -> None:
    body = ARTICLE + b" " * 300_000
    web.answers["/"] = raw(b"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: %d\n\n" % len(body) + body)

    assert fetch(web, "/").snapshot.body == body


def test_what_a_short_length_leaves_is_no_answer_to_the_next_request(web: FaultServer) -> None:
    web.answers["/"] = plain(ARTICLE, Content_Length="90")
    web.answers["/next"] = plain()

    fetch(web, "/", retries=0)

    assert fetch(web, "/next").snapshot.body == ARTICLE


# --- 5: codings ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (gzip.compress(ARTICLE), "gzip"),
        (gzip.compress(ARTICLE[:300]) + gzip.compress(ARTICLE[300:]), "gzip"),
        (gzip.compress(ARTICLE) + b"\0" * 20, "x-gzip"),
        (zlib.compress(ARTICLE), "deflate"),
        (zlib.compress(ARTICLE)[2:-4], "deflate"),
        (brotli.compress(ARTICLE), "br"),
        (gzip.compress(brotli.compress(ARTICLE)), "br, gzip"),
        (ARTICLE, "identity"),
    ],
)
def test_a_coded_body_is_undone_whole(web: FaultServer, body: bytes, coding: str) -> None:
    web.answers["/"] = plain(body, Content_Encoding=coding)

    fetched = fetch(web, "/")

    assert fetched.snapshot.body == ARTICLE
    assert fetched.exchange.payload == body


@pytest.mark.parametrize(
    ("body", "coding", "outcome"),
    [
        (ARTICLE, "gzip", Outcome.BROKEN),
        (gzip.compress(ARTICLE)[:-30], "gzip", Outcome.TRUNCATED),
        (brotli.compress(ARTICLE)[:-5], "br", Outcome.TRUNCATED),
        (zlib.compress(ARTICLE)[:-5], "deflate", Outcome.TRUNCATED),
        (gzip.compress(ARTICLE)[:-8] + b"12345678", "gzip", Outcome.BROKEN),
        (gzip.compress(ARTICLE) + b"and more", "gzip", Outcome.BROKEN),
        (gzip.compress(b"") * 20_000, "gzip", Outcome.BROKEN),
    ],
)
def test_a_damaged_coding_is_no_page(web: FaultServer, body: bytes, coding: str, outcome: Outcome) -> None:
    web.answers["/"] = plain(body, Content_Encoding=coding)

    fetched = fetch(web, "/", retries=0)

    assert (fetched.record.outcome, fetched.snapshot) == (outcome, None)


def test_a_body_in_tiny_pieces_takes_no_more_memory() -> None:
    work = Undoing((), MIB)

    with memory_watched() as most:
        for number in range(200_000):
            work.feed(b"%02d" % (number % 100))

    assert len(work.finish()) == 400_000
    assert most[0] < 4 * MIB


def test_undo_gives_no_more_than_the_limit() -> None:
    assert undo(gzip.compress(bytes(1000)), ("gzip",), 1000) == bytes(1000)


# --- 6: redirects ----------------------------------------------------------------------------


def redirect(location: str, status: str = "302 Found") -> Answer:
    return plain(b"", status, Location=location)


@pytest.mark.parametrize(
    ("location", "outcome"),
    [
        ("/", Outcome.BROKEN),
        ("", Outcome.BROKEN),
        ("/" + "a" * 60_000, Outcome.REFUSED),
        ("http://[", Outcome.REFUSED),
        ("http://", Outcome.BROKEN),
        ("mailto:a@b.vn", Outcome.REFUSED),
    ],
)
def test_a_redirect_that_leads_nowhere_ends(web: FaultServer, location: str, outcome: Outcome) -> None:
    web.answers["/"] = redirect(location)

    assert fetch(web, "/").record.outcome is outcome
    assert len(web.asked) <= 3


def test_redirects_in_a_circle_or_without_end_stop(web: FaultServer) -> None:
    web.answers |= {"/a": redirect("/b"), "/b": redirect("/a")}
    web.answers |= {f"/{n}": redirect(f"/{n + 1}") for n in range(200)}

    assert "circle" in fetch(web, "/a").record.reason
    assert "more than 5 redirects" in fetch(web, "/0").record.reason
    assert len(web.paths) <= 2 + 6


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_a_redirect_is_followed_to_its_page(web: FaultServer, status: str) -> None:
    web.answers |= {"/": redirect("/có dấu.html#here", status), "/c%C3%B3%20d%E1%BA%A5u.html": plain()}

    fetched = fetch(web, "/")

    assert fetched.record.outcome is Outcome.OK
    assert fetched.record.final_url == web.home + "/c%C3%B3%20d%E1%BA%A5u.html"
    assert fetched.hops == (web.home + "/",)


def test_a_header_cannot_be_smuggled_into_a_redirect(web: FaultServer) -> None:
    web.answers["/"] = raw(b"HTTP/1.1 302 Found\r\nLocation: /a%0d%0aSet-Cookie:x\r\nContent-Length: 0\r\n\r\n")

    fetch(web, "/")

    assert all("cookie" not in one.headers for one in web.asked)


def test_a_portal_does_not_follow_to_another_province(web: FaultServer) -> None:
    with serving() as other:
        web.answers["/"] = redirect(other.home + "/")
        fetched = fetch_url(settings_for(web, other), web.home + "/", portal_of(web))

        assert fetched.record.outcome is Outcome.REFUSED
        assert "no host of the portal" in str(fetched.record.reason)
        assert other.connections == 0


# --- 8: validators ---------------------------------------------------------------------------


def held(web: FaultServer, body: bytes = ARTICLE, **facts: object) -> KnownPage:
    now = datetime.now(UTC)
    given = {"etag": '"a"', "body_at": now - timedelta(hours=2), "body_sha256": sha256(body).hexdigest()} | facts
    return KnownPage(
        "mau", web.home + "/", "article", now, now, Outcome.OK, 0, archive_file="f", archive_offset=1, **given
    )


def test_a_held_page_is_asked_for_with_its_validators(web: FaultServer) -> None:
    web.answers["/"] = plain(b"", "304 Not Modified", Content_Length="")

    fetched = fetch(web, "/", known=held(web, last_modified="Thu, 15 Sep 2022 01:00:00 GMT"))

    assert fetched.record.outcome is Outcome.NOT_MODIFIED
    assert web.asked[-1].headers["if-none-match"] == '"a"'
    assert web.asked[-1].headers["if-modified-since"] == "thu, 15 sep 2022 01:00:00 gmt"


def test_not_modified_is_an_error_where_nothing_was_asked(web: FaultServer) -> None:
    web.answers["/"] = plain(b"", "304 Not Modified", Content_Length="")

    assert fetch(web, "/").record.outcome is Outcome.BROKEN


def test_the_same_bytes_under_a_new_etag_are_not_news(web: FaultServer) -> None:
    web.answers["/"] = plain(ETag='"another"')

    fetched = fetch(web, "/", known=held(web))

    assert (fetched.record.outcome, fetched.record.status) == (Outcome.NOT_MODIFIED, 200)
    assert fetched.same_as is not None


def test_other_bytes_under_the_old_etag_are_news_and_the_etag_is_not_trusted_again(web: FaultServer) -> None:
    web.answers["/"] = plain(ETag='"a"')

    fetched = fetch(web, "/", known=held(web, body=b"before"))

    assert fetched.record.outcome is Outcome.OK
    assert fetched.record.etag is None
    assert "unchanged validator" in fetched.record.reason


@pytest.mark.parametrize("etag", ['"đầu"', '"a\tb"', f'"{"a" * 60_000}"'])
def test_a_validator_that_cannot_be_sent_is_left_out(web: FaultServer, etag: str) -> None:
    web.answers["/"] = plain(ETag="x")

    fetched = fetch(web, "/", known=held(web, etag=etag, last_modified="Thứ Năm, 15 Tháng Chín 2022"))

    assert fetched.record.outcome is Outcome.NOT_MODIFIED
    assert not {"if-none-match", "if-modified-since"} & set(web.asked[-1].headers)


def test_a_servers_not_modified_is_believed_for_a_day_only(web: FaultServer) -> None:
    web.answers["/"] = plain()

    fetch(web, "/", known=held(web, body_at=datetime.now(UTC) - timedelta(days=2)))

    assert "if-none-match" not in web.asked[-1].headers


def test_a_body_behind_not_modified_is_not_taken(web: FaultServer) -> None:
    web.answers["/"] = plain(b"other text", "304 Not Modified")

    fetched = fetch(web, "/", known=held(web))

    assert (fetched.record.outcome, fetched.snapshot) == (Outcome.NOT_MODIFIED, None)


# --- 9: retries ------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_passing_fault_is_tried_again(web: FaultServer, status: int) -> None:
    fault = plain(b"", f"{status} Fault")
    web.answers["/"] = in_turn(fault, fault, plain())

    assert fetch(web, "/").record.outcome is Outcome.OK
    assert len(web.paths) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451, 501, 505, 511])
def test_a_lasting_refusal_is_asked_once(web: FaultServer, status: int) -> None:
    web.answers["/"] = plain(b"", f"{status} No")

    assert fetch(web, "/").record.outcome is not Outcome.OK
    assert len(web.paths) == 1


def test_a_reset_connection_is_tried_again(web: FaultServer) -> None:
    web.answers["/"] = in_turn(raw(), raw(), plain())

    assert fetch(web, "/").record.outcome is Outcome.OK


def test_a_fault_that_stays_ends_after_four_requests(web: FaultServer) -> None:
    web.answers["/"] = plain(b"", "503 Service Unavailable", Retry_After="0")

    assert fetch(web, "/").record.outcome is Outcome.RATE_LIMITED
    assert len(web.paths) == 4


def http_date(seconds: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize("after", ["1", http_date(2)], ids=["seconds", "date"])
def test_nobody_comes_back_before_retry_after(web: FaultServer, after: str) -> None:
    moments: list[float] = []

    def note(connection: socket.socket, asked: Asked) -> None:
        moments.append(time.time())
        plain(b"", "429 Too Many Requests", Retry_After=after)(connection, asked)

    web.answers["/"] = in_turn(note, plain())
    fetched = fetch(web, "/", retry_wait_seconds=5)

    assert fetched.record.outcome is Outcome.OK
    if after == "1":
        assert fetched.record.fetched_at.timestamp() - moments[0] >= 1


@pytest.mark.parametrize("after", ["31536000", "9" * 40, http_date(86400)], ids=["year", "digits", "date"])
def test_a_long_wait_is_put_off_and_not_slept(web: FaultServer, after: str) -> None:
    web.answers["/"] = plain(b"", "429 Too Many Requests", Retry_After=after)
    began = time.monotonic()

    fetched = fetch(web, "/")

    assert fetched.record.outcome is Outcome.RATE_LIMITED
    assert "asks not to come back before" in fetched.record.reason
    assert len(web.paths) == 1
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("after", ["-5", "soon", "", http_date(-3600)], ids=["negative", "word", "none", "past"])
def test_a_senseless_retry_after_is_no_reason_to_hurry(web: FaultServer, after: str) -> None:
    web.answers["/"] = in_turn(plain(b"", "503 Busy", Retry_After=after), plain())
    began = time.monotonic()

    assert fetch(web, "/", retry_first_seconds=0.2).record.outcome is Outcome.OK
    assert time.monotonic() - began >= 0.2


# --- 11: pages that are none -----------------------------------------------------------------

LONG = "<p>" + "Danh mục, liên kết và lời chào của cổng thông tin. " * 40 + "</p>"
NO_PAGES = {
    "soft 404": ("<html><title>Lỗi 404</title><body>Không tìm thấy trang</body></html>", Outcome.MISSING),
    "soft 404 in a full frame": (f"<html><title>404 - Trang không tồn tại</title>{LONG}</html>", Outcome.MISSING),
    "login": ("<html><title>Đăng nhập</title><form><input type='password'></form></html>", Outcome.BLOCKED),
    "cookie stub": ("<html><script>document.cookie='D1N=ab';location.reload()</script></html>", Outcome.BLOCKED),
    "challenge": ("<html><title>Just a moment...</title><body>Checking your browser</body></html>", Outcome.BLOCKED),
    "maintenance": ("<html><body><h1>Hệ thống đang bảo trì, mời quay lại sau</h1></body></html>", Outcome.BROKEN),
    "error page": ("<html><title>Server Error in '/' Application.</title>Runtime Error</html>", Outcome.BROKEN),
    "forward": ("<html><meta http-equiv=refresh content='0;url=http://10.0.0.1/'></html>", Outcome.BLOCKED),
    "forward, the other way round": ("<html><meta content='0; URL=/vi' http-equiv=refresh></html>", Outcome.BLOCKED),
    "forward by script": ("<html><title>Tỉnh</title><script>window.location.href = '/vi'</script>", Outcome.BLOCKED),
    "form that sends itself": ("<html><body onload='document.forms[0].submit()'><form></form>", Outcome.BLOCKED),
    "frame": ("<html><frameset rows='*'><frame src='/vi'></frameset></html>", Outcome.BLOCKED),
    "firewall": ("<html><title>Request Rejected</title><p>Your support ID is: 12</p></html>", Outcome.BLOCKED),
    "denied": ("<html><title>Thông báo</title><p>Bạn không có quyền truy cập trang này.</p></html>", Outcome.BLOCKED),
    "session": ("<html><p>Phiên làm việc đã hết hạn. Vui lòng đăng nhập lại.</p></html>", Outcome.BLOCKED),
    "server's own": (f"<html><title>Welcome to nginx!</title>{LONG}</html>", Outcome.BROKEN),
    "database": ("<html><p>SQLSTATE[HY000] [2002] Connection refused</p></html>", Outcome.BROKEN),
    "letters as entities": ("<html><p>Kh&ocirc;ng t&igrave;m th&#7845;y trang</p></html>", Outcome.MISSING),
    "letters in two parts": (normalize("NFD", "<html><p>Không tìm thấy trang</p></html>"), Outcome.MISSING),
    "empty": ("", Outcome.BROKEN),
}


@pytest.mark.parametrize("name", NO_PAGES)
def test_an_answer_of_200_that_is_no_page_is_named(web: FaultServer, name: str) -> None:
    text, outcome = NO_PAGES[name]
    web.answers["/"] = plain(text.encode())

    fetched = fetch(web, "/")

    assert (fetched.record.outcome, fetched.snapshot) == (outcome, None)


@pytest.mark.parametrize(
    "text",
    [
        f"<html><title>Số lỗi 404 của cổng dịch vụ công giảm</title>{LONG}</html>",
        f"<html><title>Tạm dừng cấp phép từ 1/7</title><h1>Tạm dừng cấp phép</h1>{LONG}</html>",
        f"<html><title>Bài viết</title>{LONG}<form><input type=password></form></html>",
        f"<html><title>Thông báo</title><p>{'Cổng dịch vụ công đang nâng cấp hệ thống theo kế hoạch. ' * 5}</p></html>",
        "<html><title>Tin ngắn</title><p>Tỉnh Mẫu xếp thứ 21/63 về PAR INDEX 2021, tăng 03 bậc.</p></html>",
        "<html><title>Tin ngắn</title><p>Từ 1/7 người dân phải đăng nhập bằng VNeID để nộp hồ sơ.</p></html>",
        f"<html><title>Người dân bị từ chối truy cập</title><script>if (location == top) x()</script>{LONG}</html>",
    ],
)
def test_an_article_about_such_things_is_a_page(web: FaultServer, text: str) -> None:
    web.answers["/"] = plain(text.encode())

    assert fetch(web, "/").record.outcome is Outcome.OK


@pytest.mark.parametrize(
    ("place", "outcome"),
    [
        ("/", Outcome.MISSING),
        ("/vi/trang-chu", Outcome.MISSING),
        ("/Error.aspx?aspxerrorpath=/tin", Outcome.MISSING),
        ("/404.html", Outcome.MISSING),
        ("/dang-nhap", Outcome.BLOCKED),
        ("/tin/dang-nhap-mot-lan-cho-moi-thu-tuc.html", Outcome.OK),
        ("/vi/xep-hang-1234", Outcome.OK),
    ],
)
def test_an_article_that_leads_elsewhere_is_told_by_the_place(web: FaultServer, place: str, outcome: Outcome) -> None:
    web.answers |= {"/tin/xep-hang-1234.html": redirect(place), place: plain(f"<html>{LONG}</html>".encode())}

    assert fetch(web, "/tin/xep-hang-1234.html").record.outcome is outcome


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, brotli.compress])
def test_a_page_packed_without_saying_so_is_no_page(web: FaultServer, pack: Callable[[bytes], bytes]) -> None:
    web.answers["/"] = plain(pack(ARTICLE))

    assert fetch(web, "/").record.outcome is Outcome.BROKEN


def test_a_page_of_two_bytes_a_letter_is_text(web: FaultServer) -> None:
    web.answers["/"] = plain(("<p>" + "Ếch ưỡn ở đầu đường để đợi địch ở đó " * 40).encode("utf-16"))

    assert fetch(web, "/").record.outcome is Outcome.OK


def test_a_page_full_of_angle_brackets_is_judged_quickly(web: FaultServer) -> None:
    web.answers["/"] = plain(b"<html>" + b"<input <meta <title <!--" * 40_000)
    began = time.monotonic()

    fetch(web, "/")

    assert time.monotonic() - began < 2
