"""Whole rounds against real servers: what is asked for, how often, what is kept, and what a person is told."""

import asyncio
import gzip
import json
import multiprocessing
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from faults import Answer, FaultServer, plain, raw, serving
from fetch_world import memory_watched, portal_of, settings_for
from pipeline import archive
from pipeline.errors import StorageError, UsageError
from pipeline.fetch import Fetcher, Pace, Shared
from pipeline.fetch.due import is_retry_due, is_revisit_due
from pipeline.model import KnownPage, Outcome
from pipeline.settings import Settings
from pipeline.stages.addressing import fetch_addresses
from pipeline.stages.fetching import FetchReport, fetch_portal, fetch_portals, plan
from pipeline.stages.one_address import discover_one, fetch_one
from pipeline.stages.portal_round import PortalRound

NOW = datetime.now(UTC)


@pytest.fixture
def web() -> Iterator[FaultServer]:
    with serving() as server:
        yield server


def article(number: int, more: str = "") -> Answer:
    text = f"Tỉnh Mẫu xếp thứ {number} trong cả nước về chỉ số cải cách hành chính, theo công bố sáng nay. " * 5
    return plain(f"<html><head>{more}<title>Tin {number}</title></head><body><p>{text}</p></body></html>".encode())


def feed(*paths: str, **headers: str) -> Answer:
    items = "".join(f"<item><title>Tin {path}</title><link>{path}</link></item>" for path in paths)
    return plain(f"<rss><channel>{items}</channel></rss>".encode(), Content_Type="application/rss+xml", **headers)


def portal_file(folder: Path, name: str, server: FaultServer, *more: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f'name = "{name}"', 'province = "Lào Cai"', f'home = "{server.home}/"', "delay_seconds = 0"]
    (folder / f"{name}.toml").write_text("\n".join([*lines, *more]), encoding="utf-8")


def world(home: Path, server: FaultServer, *more: str, **limits: float) -> Settings:
    sources = more or (f'feeds = ["{server.home}/rss"]',)
    portal_file(home / "portals", "mau", server, *sources)
    return replace(settings_for(server, home=home, **limits), portals_folder=home / "portals")


def later(settings: Settings, hours: float = 0.01) -> FetchReport:
    return fetch_portal(settings, "mau", NOW + timedelta(hours=hours))


def test_new_pages_are_fetched_once_and_kept(web: FaultServer, tmp_path: Path) -> None:
    web.answers |= {"/rss": feed("/a-1", "/b-2", "/a-1?utm_source=x"), "/a-1": article(1), "/b-2": article(2)}
    settings = world(tmp_path, web)

    first, second = fetch_portal(settings, "mau"), later(settings)

    assert (first.state, first.new_pages, first.known_pages) == ("new", 2, 0)
    assert (second.state, second.new_pages, second.known_pages) == ("nothing_new", 0, 2)
    assert web.paths == ["/rss", "/a-1", "/b-2", "/rss"]
    pages = [page for path in archive.pending(settings) for _, page in archive.read_batch(settings, path) if page]
    assert [page.url.removeprefix(web.home) for page in pages] == ["/robots.txt", "/rss", "/a-1", "/b-2"][1:]


def test_a_feed_not_modified_is_not_nothing_parsed(web: FaultServer, tmp_path: Path) -> None:
    web.answers |= {"/rss": feed("/a-1", ETag='"1"'), "/a-1": article(1)}
    settings = world(tmp_path, web)
    fetch_portal(settings, "mau")
    web.answers["/rss"] = plain(b"", "304 Not Modified", Content_Length="")

    second = later(settings)

    assert (second.state, second.known_pages, second.is_broken) == ("nothing_new", 1, False)
    assert second.requests == 1
    assert web.asked[-1].headers["if-none-match"] == '"1"'


def test_a_page_named_before_but_not_had_is_found_again_in_the_kept_feed(web: FaultServer, tmp_path: Path) -> None:
    web.answers |= {"/rss": feed("/a-1", ETag='"1"'), "/a-1": plain(b"", "500 Error")}
    settings = world(tmp_path, web, retries=0)
    assert fetch_portal(settings, "mau").new_pages == 0
    web.answers |= {"/rss": plain(b"", "304 Not Modified", Content_Length=""), "/a-1": article(1)}

    assert later(settings, hours=-0.01).new_pages == 0  # as after a clock was set back: its batch is named first
    assert later(settings, hours=1).new_pages == 1


@pytest.mark.parametrize(
    ("answer", "state", "said"),
    [
        (feed(), "broken", "names no page"),
        (article(1), "broken", "is a listing, not a feed"),
        (plain(b"", "404 Not Found"), "broken", "missing: status 404"),
        (plain(b"<html><title>Lo</title><form><input type=password></form></html>"), "blocked", "a login page"),
        (plain(b"", "500 Error"), "unreachable", "status 500"),
        (plain(b"", "403 Forbidden"), "blocked", "status 403"),
    ],
)
def test_a_portal_that_names_nothing_is_broken_at_once(
    web: FaultServer, tmp_path: Path, answer: Answer, state: str, said: str
) -> None:
    web.answers["/rss"] = answer

    report = fetch_portal(world(tmp_path, web, retries=0), "mau")

    assert (report.state, report.is_broken) == (state, True)
    assert said in (report.why or "")


PAGER = "<html><div>Chưa có bài</div><a href='/map.xml?page=2'>Trang sau</a></html>"


@pytest.mark.parametrize(
    ("kind", "source", "further", "state", "said"),
    [
        ("listings", PAGER, PAGER, "broken", "names no page"),
        ("sitemaps", "<sitemapindex>{}</sitemapindex>", None, "broken", "missing: status 404"),
        ("sitemaps", "<sitemapindex>{}</sitemapindex>", "<sitemapindex>{}</sitemapindex>", "broken", "and no page"),
        ("sitemaps", "<sitemapindex>{}</sitemapindex>", "", "unreachable", "broken: an empty answer"),
    ],
)
def test_sources_that_only_name_further_sources_are_not_no_news(
    web: FaultServer, tmp_path: Path, kind: str, source: str, further: str | None, state: str, said: str
) -> None:
    named = "".join(f"<sitemap><loc>{web.home}{path}</loc></sitemap>" for path in ("/map.xml", "/map.xml?page=2"))
    web.answers["/map.xml"] = plain(source.format(named).encode())
    if further is not None:
        web.answers["/map.xml?page=2"] = plain(further.format(named).encode())

    report = fetch_portal(world(tmp_path, web, f'{kind} = ["{web.home}/map.xml"]'), "mau")

    assert report.state == state
    assert said in (report.why or "")


def test_a_listing_whose_last_page_is_empty_is_read(web: FaultServer, tmp_path: Path) -> None:
    links = "<a href='/tin/bai-viet-so-1234.html'>Một bài viết có đủ chữ</a><a href='/tin?page=2'>»</a>"
    web.answers |= {"/tin": plain(f"<html>{links}</html>".encode()), "/tin?page=2": plain(PAGER.encode())}
    web.answers["/tin/bai-viet-so-1234.html"] = article(1)

    report = fetch_portal(world(tmp_path, web, f'listings = ["{web.home}/tin"]'), "mau")

    assert (report.state, report.new_pages) == ("new", 1)
    assert "names no page" in (report.why or "")


def test_a_source_that_is_gone_is_told_though_another_is_read(web: FaultServer, tmp_path: Path) -> None:
    web.answers |= {"/rss": feed("/a-1"), "/a-1": article(1)}

    report = fetch_portal(world(tmp_path, web, f'feeds = ["{web.home}/rss", "{web.home}/gone"]'), "mau")

    assert (report.state, report.new_pages) == ("broken", 1)


def test_a_redesigned_listing_says_what_no_longer_matches_and_what_did(web: FaultServer, tmp_path: Path) -> None:
    listing = "<html><h3 class='{}'><a href='/tin-1'>Tỉnh Mẫu tăng ba bậc</a></h3></html>"
    web.answers |= {"/tin": plain(listing.format("cu").encode()), "/tin-1": article(1)}
    settings = world(tmp_path, web, f'listings = ["{web.home}/tin"]', 'article_links = "h3.cu a"')
    fetch_portal(settings, "mau")
    web.answers["/tin"] = plain(listing.format("moi").encode())

    report = later(settings)

    assert report.state == "broken"
    assert "article_links 'h3.cu a' matches no link" in (report.why or "")
    assert "it named 1 pages, as 'Tỉnh Mẫu tăng ba bậc'" in (report.why or "")


def test_one_broken_source_is_told_and_the_other_still_read(web: FaultServer, tmp_path: Path) -> None:
    web.answers |= {
        "/rss": feed(),
        "/map.xml": plain(f"<urlset><url><loc>{web.home}/a-1</loc></url></urlset>".encode()),
    }
    web.answers["/a-1"] = article(1)
    sources = (f'feeds = ["{web.home}/rss"]', f'sitemaps = ["{web.home}/map.xml"]')

    report = fetch_portal(world(tmp_path, web, *sources), "mau")

    assert (report.state, report.new_pages) == ("broken", 1)


def test_other_spellings_of_a_page_are_not_fetched(web: FaultServer, tmp_path: Path) -> None:
    canonical = f'<link rel="canonical" href="{web.home}/tin/xep-hang-1234.html">'
    spellings = [
        "/in/xep-hang-1234",
        "/tin/xep-hang-1234.html",
        "//tin/xep-hang-1234.html/",
        "/tin/xep-hang-1234.html#a",
    ]
    web.answers |= {"/rss": feed(*(web.home + one for one in spellings)), "/in/xep-hang-1234": article(1, canonical)}
    settings = world(tmp_path, web)

    fetch_portal(settings, "mau")

    assert web.paths == ["/rss", "/in/xep-hang-1234"]
    [*_, (_, page)] = archive.read_batch(settings, archive.pending(settings)[0])
    assert page is not None
    assert page.url == f"{web.home}/tin/xep-hang-1234.html"


def test_a_silent_correction_is_seen_by_looking_again(web: FaultServer, tmp_path: Path) -> None:
    web.answers |= {"/rss": feed("/a-1"), "/a-1": article(1)}
    settings = world(tmp_path, web)
    fetch_portal(settings, "mau", NOW)

    unchanged = later(settings, hours=1.1)
    web.answers["/a-1"] = article(2)
    changed = later(settings, hours=25)

    assert (unchanged.revisited, unchanged.changed_pages, unchanged.state) == (1, 0, "nothing_new")
    assert (changed.revisited, changed.changed_pages, changed.state) == (1, 1, "new")


def test_ages_at_which_a_page_is_read_again() -> None:
    def due(age_hours: float, tried_hours: float) -> bool:
        tried = NOW + timedelta(hours=tried_hours)
        page = KnownPage("mau", "u", "article", NOW, tried, Outcome.OK, 0, body_at=NOW)
        return is_revisit_due(page, NOW + timedelta(hours=age_hours))

    assert [due(0.9, 0), due(1.1, 0), due(5, 1.1), due(25, 1.1), due(30, 25), due(170, 25), due(800, 170)] == [
        False, True, False, True, False, True, True,
    ]  # fmt: skip
    assert not due(2000, 800)


def test_a_failed_page_is_tried_ever_more_rarely() -> None:
    def due(misses: int, outcome: Outcome, minutes: int) -> bool:
        page = KnownPage("mau", "u", "article", NOW, NOW, outcome, misses)
        return is_retry_due(page, NOW + timedelta(minutes=minutes))

    assert due(1, Outcome.TIMEOUT, 11)
    assert not due(3, Outcome.TIMEOUT, 11)
    assert due(3, Outcome.TIMEOUT, 41)
    assert not due(1, Outcome.MISSING, 1000)
    assert due(50, Outcome.MISSING, 60 * 24 * 7)


def test_a_listing_is_paged_only_while_it_names_news(web: FaultServer, tmp_path: Path) -> None:
    for number in range(1, 30):
        links = f"<a href='/tin/bai-viet-so-{number}.html'>Một bài viết có đủ chữ</a>"
        web.answers[f"/tin?page={number}"] = plain(
            f"<html>{links}<a href='/tin?page={number + 1}'>»</a></html>".encode()
        )
        web.answers[f"/tin/bai-viet-so-{number}.html"] = article(number)
    settings = world(tmp_path, web, f'listings = ["{web.home}/tin?page=1"]')

    first, second = fetch_portal(settings, "mau"), later(settings)

    assert (first.new_pages, first.requests) == (5, 11)
    assert (second.new_pages, second.requests) == (0, 1)


def test_a_portal_without_sources_is_read_by_its_home_and_its_feed(web: FaultServer, tmp_path: Path) -> None:
    head = '<link rel="alternate" type="application/rss+xml" href="/rss">'
    links = "<a href='/tin/bai-viet-so-1234.html'>Một bài viết có đủ chữ</a>"
    web.answers |= {"/": plain(f"<html>{head}{links}</html>".encode()), "/rss": feed("/a-1"), "/a-1": article(1)}
    web.answers["/tin/bai-viet-so-1234.html"] = article(2)

    assert fetch_portal(world(tmp_path, web, "owner = 'desk'"), "mau").new_pages == 2


@pytest.mark.parametrize("trap", ["calendar", "session", "path"])
def test_a_trap_costs_few_requests(web: FaultServer, tmp_path: Path, trap: str) -> None:
    """Pages are taken from sources only, never from pages, so that no chain of links has a second step."""
    links = {
        "calendar": [f"/lich?thang={n % 12 + 1}&nam={2000 + n // 12}" for n in range(40)],
        "session": [f"/tin/bai-viet-so-1234.html?PHPSESSID={n:032x}" for n in range(40)],
        "path": ["/a" * n + "/bai-viet-so-1234" for n in range(1, 40)],
    }[trap]
    body = "".join(f"<a href='{link}'>Một bài viết có đủ chữ</a>" for link in links).encode()
    web.answers |= {link: plain(b"<html>" + body + b"</html>") for link in ["/", *links]}

    fetch_portal(world(tmp_path, web, f'listings = ["{web.home}/"]'), "mau")

    assert len(web.asked) <= 60


def test_a_host_that_cannot_be_reached_is_left_alone(web: FaultServer, tmp_path: Path) -> None:
    web.answers["/rss"] = feed(*(f"/tin-{n}" for n in range(50)))
    for number in range(50):
        web.answers[f"/tin-{number}"] = raw()
    settings = world(tmp_path, web, retries=0)

    report = fetch_portal(settings, "mau")

    assert len(web.paths) == 6
    assert "the host cannot be reached; what is left waits for the next round" in report.problems


def test_a_wish_to_wait_outlives_the_run(web: FaultServer, tmp_path: Path) -> None:
    web.answers |= {"/rss": feed("/a-1"), "/a-1": plain(b"", "429 Too Many Requests", Retry_After="3600")}
    settings = world(tmp_path, web)
    fetch_portal(settings, "mau")
    asked = len(web.asked)

    report = fetch_portal(settings, "mau")

    assert len(web.asked) == asked
    assert (report.state, report.is_broken) == ("unreachable", True)
    assert "asked not to come back before" in (report.why or "")


def test_only_watched_portals_are_in_a_round(web: FaultServer, tmp_path: Path) -> None:
    settings = world(tmp_path, web)
    portal_file(tmp_path / "portals", "cu", web, "watched = false")

    assert plan(settings) == ("mau",)
    with pytest.raises(UsageError, match="no portal 'khac'"):
        fetch_portal(settings, "khac")


def test_one_unreadable_portal_file_is_a_broken_portal_and_the_others_go_on(web: FaultServer, tmp_path: Path) -> None:
    web.answers |= {"/rss": feed("/a-1"), "/a-1": article(1)}
    settings = world(tmp_path, web)
    (tmp_path / "portals" / "xau.toml").write_text("name = 7")

    mau, xau = sorted(fetch_portals(settings, plan(settings)), key=lambda report: report.portal)

    assert (mau.state, mau.new_pages) == ("new", 1)
    assert xau.is_broken
    assert "xau.toml" in (xau.why or "")


def test_a_mistake_of_ours_over_one_portal_stops_no_other(web: FaultServer, tmp_path: Path) -> None:
    class Mistaken(PortalRound):
        async def run(self) -> FetchReport:
            return await super().run() if self._portal.name == "mau" else FetchReport("", "", why=1)  # type: ignore[call-arg]

    web.answers |= {"/rss": feed("/a-1"), "/a-1": article(1)}
    settings = world(tmp_path, web)
    portal_file(tmp_path / "portals", "khac", web)

    khac, mau = fetch_portals(settings, ["khac", "mau"], make=Mistaken)

    assert (khac.state, mau.state) == ("failed", "new")
    assert "a mistake of parwatch itself: TypeError in test_fetching.py, line" in (khac.why or "")


def test_what_a_killed_round_left_is_in_the_inbox_after_the_next(web: FaultServer, tmp_path: Path) -> None:
    web.answers |= {"/rss": feed("/a-1"), "/a-1": article(1)}
    settings = world(tmp_path, web)
    fetch_portal(settings, "mau")
    [path] = archive.pending(settings)
    path.rename(path.with_name(path.name + ".open"))

    assert later(settings).new_pages == 0
    assert path in archive.pending(settings)


def test_what_is_loaded_and_not_published_is_not_fetched_again(web: FaultServer, tmp_path: Path) -> None:
    """Else a publication that fails for a day would have every portal's news fetched with each round of it."""
    web.answers |= {"/rss": feed("/a-1"), "/a-1": article(1)}
    settings = world(tmp_path, web)
    fetch_portal(settings, "mau")
    [path] = archive.pending(settings)
    archive.done(settings, archive.read_header(path).batch)

    assert later(settings).new_pages == 0
    assert archive.loaded(settings) == [path]
    archive.published(settings, [path])
    assert archive.loaded(settings) == []


def test_sixty_portals_with_nothing_new_are_one_short_round(tmp_path: Path) -> None:
    with ExitStack() as servers:
        webs = [servers.enter_context(serving()) for _ in range(60)]
        for number, web in enumerate(webs):
            web.answers |= {"/rss": feed("/a-1", ETag='"1"'), "/a-1": article(number)}
            portal_file(tmp_path / "portals", f"p{number}", web, f'feeds = ["{web.home}/rss"]')
        settings = replace(settings_for(*webs, home=tmp_path), portals_folder=tmp_path / "portals")
        settings = replace(settings, limits=replace(settings.limits, read_seconds=10.0, total_seconds=20.0))
        fetch_portals(settings, plan(settings))
        before = [len(web.asked) for web in webs]
        began = time.monotonic()

        reports = fetch_portals(settings, plan(settings))

        assert time.monotonic() - began < 5
        assert {report.state for report in reports} == {"nothing_new"}
        assert max(len(web.asked) - count for web, count in zip(webs, before, strict=True)) <= 2


def test_one_host_is_asked_one_by_one_with_a_pause(web: FaultServer, tmp_path: Path) -> None:
    moments: list[tuple[float, float]] = []

    def noted(answer: Answer) -> Answer:
        def note(connection: object, asked: object) -> None:
            began = time.monotonic()
            answer(connection, asked)  # type: ignore[arg-type]
            moments.append((began, time.monotonic()))

        return note

    web.answers |= {"/rss": noted(feed("/a-1", "/b-2")), "/a-1": noted(article(1)), "/b-2": noted(article(2))}
    settings = world(tmp_path, web)
    text = (tmp_path / "portals/mau.toml").read_text().replace("delay_seconds = 0", "delay_seconds = 0.15")
    (tmp_path / "portals/mau.toml").write_text(text + f'\nfeeds = ["{web.home}/rss"]\n' * ("feeds" not in text))

    fetch_portal(settings, "mau")

    assert all(later[0] - earlier[1] >= 0.14 for earlier, later in zip(moments, moments[1:], strict=False))


def test_two_processes_share_the_pause_of_a_host(web: FaultServer, tmp_path: Path) -> None:
    moments: list[tuple[float, float]] = []
    answer = article(1)

    def noted(connection: object, asked: object) -> None:
        began = time.monotonic()
        answer(connection, asked)  # type: ignore[arg-type]
        moments.append((began, time.monotonic()))

    web.answers["/a-1"] = noted
    settings = settings_for(web, home=tmp_path)

    async def ask() -> None:
        async with Shared(settings, Pace(tmp_path / "pace")) as shared:
            fetcher = Fetcher(shared, portal_of(web, delay_seconds=0.12))
            for _ in range(2):
                await fetcher.get(f"{web.home}/a-1", "robots")

    others = [multiprocessing.get_context("fork").Process(target=lambda: asyncio.run(ask())) for _ in range(2)]
    for one in others:
        one.start()
    for one in others:
        one.join()

    assert len(moments) == 4
    assert all(later[0] - earlier[1] >= 0.11 for earlier, later in pairwise(sorted(moments)))


def test_one_address_for_a_person_gives_its_text(web: FaultServer, tmp_path: Path) -> None:
    web.answers["/a-1"] = article(21)

    report = fetch_one(settings_for(web, home=tmp_path), web.home + "/a-1")

    assert (report.outcome, report.status, report.title) == ("ok", 200, "Tin 21")
    assert "xếp thứ 21" in (report.text or "")
    assert json.dumps(report.outcome) == '"ok"'


def test_a_named_address_is_fetched_for_its_portal_and_waits_to_be_loaded(web: FaultServer, tmp_path: Path) -> None:
    web.answers |= {"/a-1": article(1), "/rss": feed("/b-2")}
    settings = world(tmp_path, web)

    [report] = fetch_addresses(settings, [f"{web.home}/a-1?utm_source=x", f"{web.home}/a-1"])

    assert (report.portal, report.state, report.new_pages) == ("mau", "new", 1)
    assert web.paths == ["/a-1"]
    assert [path.name for path in archive.pending(settings)] == [f"{report.batch}.warc.gz"]
    [gone] = fetch_addresses(settings, [f"{web.home}/gone"])
    assert gone.is_broken
    assert "missing: status 404" in (gone.why or "")


def test_an_address_of_no_portal_is_refused_with_what_to_do(web: FaultServer, tmp_path: Path) -> None:
    settings = world(tmp_path, web)

    with pytest.raises(UsageError, match="no portal has this host; add it"):
        fetch_addresses(settings, ["https://khac.vn/tin"])
    with pytest.raises(UsageError, match="is no address"):
        fetch_addresses(settings, ["tin tức"])


def test_one_source_for_a_person_names_its_pages(web: FaultServer, tmp_path: Path) -> None:
    sitemap = "".join(f"<sitemap><loc>{web.home}/{n}.xml</loc></sitemap>" for n in (1, 2))
    web.answers["/map.xml"] = plain(f"<sitemapindex>{sitemap}</sitemapindex>".encode(), Content_Type="text/xml")
    for number in (1, 2):
        body = f"<urlset><url><loc>{web.home}/tin-{number}</loc></url></urlset>".encode()
        web.answers[f"/{number}.xml"] = plain(body, Content_Type="text/xml")

    report = discover_one(settings_for(web, home=tmp_path), web.home + "/map.xml")

    assert (report.outcome, report.kind, len(report.pages)) == ("ok", "sitemap", 2)


@pytest.mark.parametrize(
    ("further", "outcome", "said"),
    [
        (plain(b"", "404 Not Found"), "missing", "1 of the 1 further sources give nothing, as http"),
        (plain(b"<html>x</html>"), "nothing_named", "names no page"),
        (plain(b"<sitemapindex><sitemap><loc>/map.xml</loc></sitemap></sitemapindex>"), "nothing_named", "and no page"),
    ],
)
def test_an_index_that_leads_to_no_page_is_no_success(
    web: FaultServer, tmp_path: Path, further: Answer, outcome: str, said: str
) -> None:
    web.answers["/map.xml"] = plain(b"<sitemapindex><sitemap><loc>/1.xml</loc></sitemap></sitemapindex>")
    web.answers["/1.xml"] = further

    report = discover_one(settings_for(web, home=tmp_path), web.home + "/map.xml")

    assert (report.outcome, report.pages, report.requests) == (outcome, (), 2)
    assert said in (report.reason or "")


def test_a_persons_commands_take_their_turns_at_a_host_but_leave_no_wish(web: FaultServer, tmp_path: Path) -> None:
    web.answers |= {"/a-1": plain(b"", "429 Busy", Retry_After="3600"), "/b-2": article(2)}
    settings = settings_for(web, home=tmp_path, gap_seconds=0.08)
    began = time.monotonic()

    first, second = (fetch_one(settings, web.home + path) for path in ("/a-1", "/b-2"))

    assert (first.outcome, second.outcome) == ("rate_limited", "ok")
    assert time.monotonic() - began >= 3 * 0.08
    assert fetch_portal(world(tmp_path, web, "owner = 'desk'"), "mau").requests > 0


def test_a_source_that_names_nothing_says_so(web: FaultServer, tmp_path: Path) -> None:
    web.answers["/rss"] = feed()

    report = discover_one(settings_for(web, home=tmp_path), web.home + "/rss")

    assert (report.outcome, report.pages) == ("nothing_named", ())
    assert "names no page" in (report.reason or "")


def test_a_zipped_sitemap_that_is_called_a_page_is_read(web: FaultServer, tmp_path: Path) -> None:
    web.answers["/map"] = plain(gzip.compress(b"<urlset><url><loc>/a-1</loc></url></urlset>"))

    report = discover_one(settings_for(web, home=tmp_path), web.home + "/map")

    assert (report.outcome, len(report.pages)) == ("ok", 1)


def test_a_gz_file_that_is_a_bomb_is_told_as_too_large(web: FaultServer, tmp_path: Path) -> None:
    bomb = gzip.compress(bytes(60 * 1024 * 1024), 9)
    web.answers["/map.xml.gz"] = plain(bomb, Content_Type="application/gzip")

    web.answers["/rss"] = feed()
    fetch_one(
        settings_for(web, home=tmp_path), web.home + "/rss"
    )  # what is imported for the first page is not the bomb's
    discover_one(settings_for(web, home=tmp_path), web.home + "/rss")
    with memory_watched() as most:
        report = fetch_one(settings_for(web, home=tmp_path, total_seconds=10), web.home + "/map.xml.gz")
        named = discover_one(settings_for(web, home=tmp_path, total_seconds=10), web.home + "/map.xml.gz")

    assert (report.outcome, named.outcome) == ("too_large", "nothing_named")
    assert most[0] < 64 * 1024 * 1024


def test_an_archive_that_cannot_be_written_is_told_in_one_line(web: FaultServer, tmp_path: Path) -> None:
    settings = world(tmp_path, web)
    settings.archive.mkdir()
    (settings.archive / "mau").touch()

    with pytest.raises(StorageError, match=r"archive/mau.* cannot be written"):
        fetch_portal(settings, "mau")
