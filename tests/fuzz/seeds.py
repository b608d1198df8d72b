"""What fuzzing starts from: sentences, pages, feeds, portal files and archives that the tests already hold."""

import ast
import gzip
import json
import re
import unicodedata
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from pipeline.archive.records import dump
from pipeline.archive.warc import HTTP_ANSWER, pack
from pipeline.model import FetchRecord, Outcome, Snapshot
from pipeline.portals import FOLDER

TESTS = Path(__file__).parents[1]
NOW = datetime(2023, 9, 15, 3, 0, tzinfo=UTC)
HOME = "https://mau.gov.vn/"

_ADDRESSES = (
    f"{HOME}tin/xep-hang-21.html?utm_source=zalo&id=7#a",
    "//www.mau.gov.vn:443/(S(abc123))/tin/./cu/../%78ep-h%C3%A1ng.aspx;jsessionid=8A7B?b=2&a=1&sid=0123456789abcdef",
    "http://[2001:db8::1]:8080/tin",
    "https://a:b@mau.gov.vn/",
    "https://mau.gov.vn.:80//index.php?PHPSESSID=9f&&x",
    "https://tên-miền.vn/bài-viết-dài-có-dấu?q=á b",
)
_ENCODINGS = ("utf-8", "utf-16", "utf-16-be", "cp1258", "cp1252", "gb18030")
_FEED = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Tin</title>
<item><title>PAPI năm 2021: tỉnh xếp thứ 21/63</title><link>{HOME}tin/papi-2021-xep-thu-21</link>
<pubDate>Thu, 15 Sep 2022 08:30:00 +0700</pubDate></item>
<item><title><![CDATA[Cải cách <b>hành chính</b>]]></title><guid>{HOME}tin/12345.html</guid>
<pubDate>15/09/2022</pubDate></item>
</channel></rss>"""
_ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">Một &lt;i&gt;tin&lt;/i&gt;</title>
<link rel="alternate" href="/tin/mot-tin-moi-cua-tinh"/><id>{HOME}1</id>
<updated>2022-09-15T01:02:03Z</updated></entry></feed>"""
_SITEMAP = f"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="n">
<url><loc>{HOME}tin/bai-viet-so-1</loc><lastmod>2022-09-15T10:00:00+07:00</lastmod>
<news:news><news:publication_date>2022-09-15</news:publication_date><news:title>Tin</news:title></news:news></url>
<url><loc>{HOME}tin/2.html</loc><lastmod>2021</lastmod></url></urlset>"""
_INDEX = f"""<sitemapindex><sitemap><loc>{HOME}sitemap-2023.xml.gz</loc><lastmod>2023-01-01</lastmod></sitemap>
<sitemap><loc>{HOME}sitemap-2022.xml</loc></sitemap></sitemapindex>"""
_LISTING = f"""<!doctype html><html><head><base href="{HOME}chuyen-muc/"><link rel="alternate"
type="application/rss+xml" href="/rss/tin.rss"></head><body>
<h3 class="story"><a href="tin-trong-tinh-ve-cai-cach-21.html" title="Tin">Cải cách
hành chính năm 2022</a></h3><h3 class="story"><a href="/tin/papi-xep-thu-21-63">PAPI của tỉnh xếp thứ 21/63</a></h3>
<a href="https://khac.vn/tin/mot-hai-ba-bon">Một hai ba bốn</a>
<a rel="next" href="?page=2">Trang sau</a></body></html>"""
_ROBOTS = f"""User-agent: *\nDisallow: /in-bai/*$\nAllow: /\nCrawl-delay: 2.5\nSitemap: {HOME}sitemap.xml\n
User-agent: parwatch\nDisallow: /quan-tri\nRequest-rate: 1/5s\n"""
_SUBSCRIPTIONS = """[[subscription]]\nname = "ban"\nchannel = "chat"\nlanguage = "vi"\nprovinces = ["yen-bai"]
reasons = ["revision"]\nseverity = "digest"\nquiet_from = 22:00:00\nquiet_to = 06:30:00\ndigest_at = 08:00:00
per_minute = 5\nboard = "https://x.example/"\n\n[[subscription]]\nname = "ops"\nchannel = "ops"\n"""
_SETTINGS = """LIMIT_TOTAL_SECONDS=30\nLIMIT_RETRIES=2\nALLOW_ADDRESSES=127.0.0.1:8701-8720,[::1]:9000,10.0.0.0/8:80
CHANNEL_CHAT=json://localhost\nUSER_AGENT=x/1\nHOME=/tmp/x\n"""


@cache
def sentences() -> tuple[str, ...]:
    """Texts of tests/statements, and the longer texts with a number that stand in the tests of texts."""
    found: dict[str, None] = {}
    for path in sorted((TESTS / "statements").glob("*.txt")):
        for entry in path.read_text(encoding="utf-8").split("\n\n"):
            lines = [line for line in entry.split("\n") if line and line[0] not in "#@ "]
            if lines:
                found["\n".join(lines)] = None
    for path in sorted(TESTS.glob("test_*.py")):
        if re.match(r"test_(observe|group|strip|extract|encoding|normalise|furniture)", path.name):
            found |= dict.fromkeys(_strings(path))
    return tuple(found)


def _strings(path: Path) -> list[str]:
    constants = (
        node.value for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Constant)
    )
    texts = [value for value in constants if isinstance(value, str) and 12 < len(value) < 3_000]
    return [text for text in texts if re.search(r"\d", text) and " " in text and not text.isascii()]


@cache
def pages() -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted(TESTS.glob("pages/*/*.html")))


def texts() -> list[bytes]:
    return [text.encode() for text in sentences()]


def articles() -> list[bytes]:
    """Longer texts: neighbouring sentences as lines, some of them twice."""
    held = sentences()
    found = ["\n".join(held[start : start + 6]) for start in range(0, len(held), 6)]
    return [text.encode() for text in found] + [f"{text}\n{text}".encode() for text in found[::5]]


def groups() -> list[bytes]:
    held = articles()
    return [b"\n=====\n".join(held[start : start + 2]) for start in range(0, len(held), 2)] + held


def sources() -> list[bytes]:
    """Feeds, sitemaps, listings."""
    texts_ = [_FEED, _ATOM, _SITEMAP, _INDEX, _LISTING, "\n".join(_ADDRESSES)]
    return [text.encode() for text in texts_] + [gzip.compress(_SITEMAP.encode(), mtime=0), *pages()[:3]]


def addresses() -> list[bytes]:
    return [address.encode() for address in _ADDRESSES]


def robots() -> list[bytes]:
    return [_ROBOTS.encode()]


def encoded() -> list[bytes]:
    """Pages and texts in the encodings that portals send."""
    found = list(pages())
    for text in sentences()[::40]:
        page = f'<html><meta charset="windows-1258"><body><p>{text}</p></body></html>'
        found += [
            page.encode(name, "replace") for name in ("utf-8", "utf-16", "utf-16-be", "cp1258", "cp1252", "gb18030")
        ]
        found += [unicodedata.normalize("NFD", page).encode(), page.encode().decode("latin-1").encode()]
        found.append("".join(f"&#{ord(letter)};" if letter > "~" else letter for letter in page).encode())
    return found


def portal_files() -> list[bytes]:
    files = sorted(FOLDER.glob("*.toml"))[::6] + sorted(TESTS.glob("pages/*.toml"))
    return [path.read_bytes() for path in files]


def subscription_files() -> list[bytes]:
    return [_SUBSCRIPTIONS.encode()]


def environments() -> list[bytes]:
    return [_SETTINGS.encode()]


def archives() -> list[bytes]:
    """Records of our own and of others, each uncompressed and as members of one gzip file."""
    body = "Yên Bái xếp thứ 21/63 về cải cách hành chính.".encode() * 5
    packed = gzip.compress(body, mtime=0)
    url = f"{HOME}tin?id=1"
    record = FetchRecord(
        "mau-1.00001",
        "mau-1",
        "mau",
        url,
        "article",
        Outcome.OK,
        None,
        NOW,
        url,
        200,
        body_sha256=sha256(body).hexdigest(),
    )
    page = Snapshot("mau", url, NOW, 200, "text/html", body, sha256(body).hexdigest())
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\n\r\n"
    own = [
        pack("warcinfo", "", NOW, b"software: x\r\n", "application/warc-fields"),
        pack("response", url, NOW, head + packed, HTTP_ANSWER, packed),
        pack("metadata", url, NOW, dump(record, page, ("note",)), "application/json"),
        pack("resource", url, NOW, body, "text/html", body),
        pack("metadata", url, NOW, dump(record, page, ()), "application/json"),
        pack("revisit", url, NOW, head, HTTP_ANSWER, None, WARC_Profile="http://netpreserve.org/warc/1.1/revisit/x"),
    ]
    chunked = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n"
    foreign = [
        pack("response", url, NOW, chunked, HTTP_ANSWER),
        pack("request", url, NOW, b"GET / HTTP/1.1\r\n\r\n", "x/y"),
    ]
    plain = [gzip.decompress(one) for one in own + foreign]
    return [b"".join(own), b"".join(foreign), b"".join(plain[:6]), b"".join(plain[6:]), plain[1], plain[3]]


def records() -> list[bytes]:
    """The JSON of an outcome, with its page and without."""
    record = FetchRecord(
        "mau-1.1", "mau-1", "mau", HOME, "article", Outcome.OK, None, NOW, status=200, published=NOW.date()
    )
    page = Snapshot("mau", HOME, NOW, 200, "text/html", b"x", "0")
    return [dump(record, page, ("note",)), dump(record, None, ()), b'"x"', b"[]"]


def lines() -> list[bytes]:
    """Texts as JSON lines, and moments."""
    rows = [json.dumps({"id": number, "text": text}, ensure_ascii=False) for number, text in enumerate(sentences()[:3])]
    moments = ("2025-07-01", "2025-07-01T08:30", "9999-12-31T23:59:59-12:00", "0001-01-01")
    return ["\n".join(rows).encode(), *(moment.encode() for moment in moments)]


def streams() -> list[bytes]:
    """Compressed bytes, each behind one letter that names its coding."""
    import brotli

    text = "".join(sentences()[:20]).encode()
    bomb = gzip.compress(bytes(1_000_000), mtime=0)
    return [b"g" + gzip.compress(text, mtime=0), b"b" + brotli.compress(text), b"g" + bomb, b"d" + text, b"2" + bomb]
