"""Feeds, sitemaps and listings as they are really written: what they name, and what must not come of them."""

import gzip
import time
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest

from pipeline.discover import Discovery, canonical_url, discover, normalise_url, page_key
from pipeline.errors import LayoutChangedError, ParwatchError, RefusedError
from pipeline.model import Portal, Snapshot
from pipeline.settings import Limits

HOME = "https://mau.gov.vn/"
PORTAL = Portal("mau", "yen-bai", HOME, "desk")


def found(
    text: str | bytes, kind: str = "text/html", expected: str | None = None, portal: Portal = PORTAL
) -> Discovery:
    body = text.encode() if isinstance(text, str) else text
    page = Snapshot("mau", HOME + "nguon", datetime.now(UTC), 200, kind, body, sha256(body).hexdigest())
    return discover(page, portal, expected=expected)


def urls(text: str | bytes, kind: str = "text/html", portal: Portal = PORTAL) -> list[str]:
    return [page.url.removeprefix(HOME) for page in found(text, kind, portal=portal).pages]


def rss(*items: str) -> str:
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Tin</title>'
    return f"{head}{''.join(items)}</channel></rss>"


def item(link: str, title: str = "Một tin", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


# --- addresses -------------------------------------------------------------------------------

SPELLINGS = [
    "https://mau.gov.vn/tin/xep-hang-21.html",
    "http://mau.gov.vn/tin/xep-hang-21.html",
    "https://www.mau.gov.vn/tin/xep-hang-21.html",
    "https://MAU.gov.vn:443/tin/xep-hang-21.html",
    "https://mau.gov.vn/tin/xep-hang-21.html#binh-luan",
    "https://mau.gov.vn/tin/xep-hang-21.html?utm_source=zalo&utm_medium=x&fbclid=1",
    "https://mau.gov.vn//tin/xep-hang-21.html",
    "https://mau.gov.vn/tin/./cu/../xep-hang-21.html",
    "https://mau.gov.vn/tin/%78ep-hang-21.html",
    "https://mau.gov.vn/tin/xep-hang-21.html?",
    "https://mau.gov.vn/tin/xep-hang-21.html;jsessionid=8A7B",
    "https://mau.gov.vn./tin/xep-hang-21.html/",
    "https://mau.gov.vn/(S(abc123))/tin/xep-hang-21.html?PHPSESSID=9f",
]


def test_many_spellings_are_one_page() -> None:
    assert {page_key(url) for url in SPELLINGS} == {"mau.gov.vn/tin/xep-hang-21.html"}


def test_a_percent_sign_that_stands_for_itself_has_one_form() -> None:
    assert normalise_url(HOME + "tang-100%?x=%%63e") == HOME + "tang-100%25?x=%25ce"
    assert normalise_url(HOME + "tang-100%25") == HOME + "tang-100%25"


def test_the_order_of_parameters_and_the_index_file_do_not_matter() -> None:
    assert page_key(HOME + "?b=2&a=1") == page_key(HOME + "index.html?a=1&b=2")
    assert page_key(HOME + "tin?id=1") != page_key(HOME + "tin?id=2")


@pytest.mark.parametrize(
    "url",
    ["javascript:a()", "mailto:a@b.vn", "http://a:b@c.vn/", "http://[", "ftp://a.vn/", "//a b/", "//a\x7f.vn", ""],
)
def test_what_is_no_address_of_the_web_is_none(url: str) -> None:
    assert normalise_url(url) is None


def test_a_canonical_link_is_believed_where_it_can_be_about_the_page() -> None:
    url = HOME + "in-bai/xep-hang-cai-cach-21?in=1"

    def said(href: str) -> str | None:
        return canonical_url(f'<head><link rel="canonical" href="{href}"></head>', url)

    assert said("/tin/xep-hang-cai-cach-21.html") == HOME + "tin/xep-hang-cai-cach-21.html"
    assert said("/") is None
    assert said("/tin/chuyen-khac-hoan-toan") is None
    assert canonical_url('<link rel=canonical href="/chuyen-de-2026">', HOME + "tin/ngay-hoi-2026") is None
    assert canonical_url("<link rel=stylesheet href=a>", url) is None


# --- feeds -----------------------------------------------------------------------------------


def test_a_feed_names_pages_with_title_and_day() -> None:
    feed = rss(
        item("/a-1", "Xếp <![CDATA[<b>thứ</b>]]> 21", "<pubDate>Thu, 15 Sep 2022 20:00:00 GMT</pubDate>"),
        item(HOME + "b-2?utm_source=rss", more="<pubDate>25/11/2022 07:30</pubDate>"),
    )

    pages = found(feed, "application/rss+xml", "feed").pages

    assert [(one.url, one.title, one.published) for one in pages] == [
        (HOME + "a-1", "Xếp thứ 21", date(2022, 9, 16)),
        (HOME + "b-2", "Một tin", date(2022, 11, 25)),
    ]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Thu, 15 Sep 2022 08:00:00 +0700", date(2022, 9, 15)),
        ("2022-09-15T08:00:00+07:00", date(2022, 9, 15)),
        ("Thu, 15 Sep 2022 17:30:00 GMT", date(2022, 9, 16)),  # half past midnight in Việt Nam
        ("2022-09-15", date(2022, 9, 15)),
        ("15/09/2022 08:00", date(2022, 9, 15)),
        ("Thứ Năm, 15-09-2022", date(2022, 9, 15)),
        ("9/10/2022", date(2022, 10, 9)),
        ("hôm qua", None),
        ("", None),
    ],
)
def test_days_are_read_in_every_style(written: str, day: date | None) -> None:
    assert found(rss(item("/a-1", more=f"<pubDate>{written}</pubDate>"))).pages[0].published == day


def test_atom_is_a_feed_too() -> None:
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>T</title><link href="{HOME}a-1"/></entry></feed>'

    assert urls(atom) == ["a-1"]


def test_only_sound_addresses_of_the_portal_are_taken_each_once() -> None:
    links = ["/a-1", "/a-1#x", "javascript:a()", "https://khac.vn/b", "http://127.0.0.1/c", "", "/a 2", "file:///etc"]

    assert urls(rss(*map(item, links))) == ["a-1", "a%202"]


@pytest.mark.parametrize(
    "feed",
    [
        rss(item("/a-1"), item("/b-2")).replace("</channel></rss>", ""),
        rss(item("/a-1"), item("/b-2", "a & b <3")),
        rss(item("/a-1", "bell \x07 \x0b"), item("/b-2")),
        "\n\n " + rss(item("/a-1"), item("/b-2")),
        rss(item("/a-1"), item("/b-2")).replace("utf-8", "windows-1252"),
        rss(item("/a-1"), item("/b-2"), "<item><title>half"),
    ],
)
def test_a_malformed_feed_is_read_as_far_as_it_goes(feed: str) -> None:
    assert urls(feed, "application/xml; charset=utf-8")[:2] == ["a-1", "b-2"]


LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
DECLARED = {
    "billion laughs": f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]>' + rss(item("/a", "&l9;"))[38:],
    "file": '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss(item("/a-1", "&x;"))[38:],
    "remote": '<!DOCTYPE r SYSTEM "http://127.0.0.1:1/x.dtd" [<!ENTITY % p SYSTEM "http://127.0.0.1:1/">]><urlset/>',
}


@pytest.mark.parametrize("name", DECLARED)
def test_xml_that_declares_entities_is_not_read(name: str) -> None:
    began = time.monotonic()

    with pytest.raises(RefusedError, match="entities"):
        found(DECLARED[name], "text/xml")
    assert time.monotonic() - began < 1


def test_an_include_is_not_followed() -> None:
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'

    assert found(rss(item("/a-1", include))).pages[0].title is None


def test_a_feed_with_a_tag_without_end_is_refused() -> None:
    with pytest.raises(RefusedError, match=r"nguon: a tag of more than 32,768 characters"):
        found(rss(f"<item {'a=b ' * 10_000}/>", item("/a-1")))


def test_a_source_that_names_itself_names_no_page() -> None:
    with pytest.raises(LayoutChangedError, match="names no page"):
        found(rss(item("#")))


@pytest.mark.parametrize("title", ["&#55296;", "&#x110000;"])
def test_a_feed_that_its_parser_gives_up_is_refused_by_name(title: str) -> None:
    with pytest.raises(RefusedError, match=r"mau: https://mau.gov.vn/nguon: no feed that can be read"):
        found(rss(item("/tin/1", title=title)))


@pytest.mark.parametrize("text", [rss(), "<rss></rss>", "<html><body><p>Trang chủ</p></body></html>", "", "   ", "{}"])
def test_nothing_named_is_an_error_and_not_no_news(text: str) -> None:
    with pytest.raises(LayoutChangedError):
        found(text)


def test_a_page_in_the_place_of_a_feed_is_an_error() -> None:
    page = "<html><a href='/tin/xep-hang-nam-2022.html'>Xếp hạng cải cách hành chính</a></html>"
    assert urls(page)

    with pytest.raises(LayoutChangedError, match="is a listing, not a feed"):
        found(page, expected="feed")


def test_of_a_feed_with_fifty_thousand_items_the_first_are_read_in_time() -> None:
    began = time.monotonic()

    assert len(found(rss(*(item(f"/tin-{n}") for n in range(50_000)))).pages) == Limits().feed_items
    assert time.monotonic() - began < 10


# --- sitemaps --------------------------------------------------------------------------------


def sitemap(*places: str) -> str:
    entries = "".join(f"<url><loc>{place}</loc></url>" for place in places)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'


def test_a_news_sitemap_gives_title_and_day_and_no_picture() -> None:
    text = (
        f'<urlset xmlns:n="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://x/image">'
        f"<url><loc>{HOME}a</loc>"
        "<lastmod>2024-01-01</lastmod><image:image><image:loc>https://mau.gov.vn/a.jpg</image:loc></image:image><n:news>"
        "<n:publication_date>2022-09-15T08:00:00+07:00</n:publication_date>"
        "<n:title>Tựa đề</n:title></n:news></url></urlset>"
    )

    [page] = found(text, expected="sitemap").pages

    assert (page.url, page.title, page.published) == (HOME + "a", "Tựa đề", date(2022, 9, 15))


def test_an_index_names_the_newest_first_and_never_itself() -> None:
    text = "".join(
        f"<sitemap><loc>{HOME}{name}</loc><lastmod>{day}</lastmod></sitemap>"
        for name, day in [("old.xml", "2020-01-01"), ("nguon", "2025-01-01"), ("new.xml.gz", "2024-05-05")]
    )

    assert found(f"<sitemapindex>{text}</sitemapindex>").more == (HOME + "new.xml.gz", HOME + "old.xml")


def test_a_zipped_sitemap_is_read_and_a_bomb_is_not() -> None:
    assert urls(gzip.compress(sitemap(HOME + "a").encode()), "application/gzip") == ["a"]

    with pytest.raises(RefusedError, match="more than"):
        found(gzip.compress(b" " * (Limits().sitemap_bytes + 1)))
    with pytest.raises(ParwatchError):
        found(gzip.compress(sitemap(HOME + "a" * 500).encode())[:-20])


def test_an_emoji_in_two_halves_costs_a_sitemap_its_title_only() -> None:
    news = '<news:news xmlns:news="n"><news:title>Vui &#55357;&#56832;</news:title></news:news>'

    (page,) = found(f"<urlset><url><loc>{HOME}tin/1.html</loc>{news}</url></urlset>").pages

    assert (page.url, page.title) == (HOME + "tin/1.html", None)


def test_other_hosts_are_not_taken_from_a_sitemap() -> None:
    assert urls(sitemap("https://khac.vn/a", HOME + "b", "https://tin.mau.gov.vn/c"))[0] == "b"
    with pytest.raises(LayoutChangedError, match="1 addresses are of other hosts"):
        found(sitemap("https://khac.vn/a"))


def test_the_newest_pages_of_a_sitemap_come_first_and_the_home_page_never() -> None:
    text = "".join(
        f"<url><loc>{HOME}{name}</loc><lastmod>{day}</lastmod></url>"
        for name, day in [("cu", "2020-01-01"), ("", "2026-01-01"), ("moi", "2025-05-05")]
    )

    assert urls(f"<urlset>{text}</urlset>") == ["moi", "cu"]


def test_the_form_of_an_articles_address_holds_for_every_source() -> None:
    by_path = Portal("mau", "yen-bai", HOME, "desk", article_path=r"^/tin/")
    assert urls(sitemap(HOME + "tin/a", HOME + "gioi-thieu"), portal=by_path) == ["tin/a"]
    assert urls(rss(item("/tin/a"), item("/khac")), portal=by_path) == ["tin/a"]

    with pytest.raises(LayoutChangedError, match="article_path '.*' matches none of 1 addresses"):
        found(sitemap(HOME + "gioi-thieu"), portal=by_path)


@pytest.mark.parametrize(
    "text",
    [
        "<urlset><url><loc>/a?x=1&y=2</loc></url><url><loc>/b</loc></url></urlset>",
        "<urlset><url><loc>/a?x=1&amp;y=2</loc><title>A & B < C</title></url><url><loc>/b</loc></url></urlset>",
        "<urlset><url><loc><![CDATA[/a?x=1&y=2]]></loc></url><url><loc>/b</loc></url></urlset>",
        "Notice: x\n<b>y</b> <urlset><url><loc>/a?x=1&#38;y=2</loc></url><url><loc>/b</loc></url></urlset>",
    ],
)
def test_a_malformed_sitemap_is_read_as_far_as_it_goes(text: str) -> None:
    assert urls(text, "text/xml") == ["a?x=1&y=2", "b"]


def test_an_entity_between_two_pieces_of_a_sitemap_is_whole() -> None:
    places = [f"{HOME}{n}?a=1&amp;b=2" for n in range(3_000)]

    assert urls(sitemap(*places), "text/xml") == [f"{n}?a=1&b=2" for n in range(3_000)]


def test_lines_of_addresses_are_a_sitemap() -> None:
    assert urls(f"{HOME}a\n{HOME}b\n", "text/plain") == ["a", "b"]


def test_a_sitemap_has_fifty_thousand_addresses_at_most() -> None:
    assert len(found(sitemap(*(f"{HOME}{n}" for n in range(50_001)))).pages) == 50_000


# --- listings --------------------------------------------------------------------------------

LISTING = """<html><head><link rel="alternate" type="application/rss+xml" href="/rss/tin.xml"></head><body>
<nav><a href="/">Trang chủ</a> <a href="/gioi-thieu">Giới thiệu về tỉnh nhà ta</a> <a href="/tin-tuc">Tin tức</a></nav>
<h3><a href="/tin-tuc/cai-cach-hanh-chinh-tang-bac-1758.html">Cải cách hành chính tăng bậc</a></h3>
<h3><a href="/tin-tuc/cai-cach-hanh-chinh-tang-bac-1758.html"><img alt=""></a></h3>
<h3><a href="/Pages/chi-tiet.aspx?ItemID=29064&amp;l=Tin">Tỉnh Mẫu xếp thứ 21 của cả nước</a></h3>
<a href="/van-ban/quyet-dinh-766-qd-ttg.pdf">Quyết định số 766 về bộ chỉ số</a>
<a href="https://khac.vn/tin/mot-bai-cua-bao-khac-1.html">Một bài của báo khác hẳn</a>
<a href="?page=2">Trang sau</a></body></html>"""


def test_without_a_selector_the_form_of_a_link_tells_an_article() -> None:
    listing = found(LISTING)

    assert [(one.url.removeprefix(HOME), one.title) for one in listing.pages] == [
        ("tin-tuc/cai-cach-hanh-chinh-tang-bac-1758.html", "Cải cách hành chính tăng bậc"),
        ("Pages/chi-tiet.aspx?ItemID=29064&l=Tin", "Tỉnh Mẫu xếp thứ 21 của cả nước"),
    ]
    assert listing.more == (HOME + "nguon?page=2",)
    assert listing.feeds == (HOME + "rss/tin.xml",)


def test_a_pager_without_an_article_is_no_listing() -> None:
    with pytest.raises(LayoutChangedError, match="names no page"):
        found("<html><p>Chưa có bài viết</p><a href='?page=2'>Trang sau</a></html>")


@pytest.mark.parametrize("base", ["/tin-tuc/", "https://mau.gov.vn/tin-tuc/x", "tin-tuc/"])
def test_links_are_relative_to_the_base_of_the_page(base: str) -> None:
    assert urls(f"<base href='{base}'><a href='bai-viet-so-1234'>Một bài viết có đủ chữ</a>") == [
        "tin-tuc/bai-viet-so-1234"
    ]


@pytest.mark.parametrize("base", ["", "http://[", "javascript:a()", "about:blank"])
def test_a_base_that_is_no_address_counts_for_nothing(base: str) -> None:
    assert urls(f"<base href='{base}'><a href='bai-viet-so-1234'>Một bài viết có đủ chữ</a>") == ["bai-viet-so-1234"]


def test_with_a_selector_or_a_path_only_such_links_are_articles() -> None:
    chosen = Portal("mau", "yen-bai", HOME, "desk", article_links="nav a")
    assert urls(LISTING, portal=chosen) == ["", "gioi-thieu", "tin-tuc"]

    by_path = Portal("mau", "yen-bai", HOME, "desk", article_path=r"^/Pages/chi-tiet\.aspx\?ItemID=\d+")
    assert urls(LISTING, portal=by_path) == ["Pages/chi-tiet.aspx?ItemID=29064&l=Tin"]


@pytest.mark.parametrize("start", ["<!-- ", "<script>", "<div " * 2 + "a='"])
def test_markup_that_never_ends_names_nothing_quickly(start: str) -> None:
    with pytest.raises(ParwatchError):
        found(f"<html>{start}{LISTING}"[:3000])


def test_a_page_of_a_hundred_thousand_links_gives_a_thousand() -> None:
    links = "".join(f"<a href='/tin/bai-so-{n}.html'>Một bài viết có đủ chữ</a>" for n in range(100_000))

    assert len(found(f"<html>{links}</html>").pages) == Limits().links_per_page
