"""Fetching what we never had, from a portal with five pages of a listing and an index of sitemaps by month."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from faults import Answer, FaultServer, plain, serving
from fetch_world import settings_for
from pipeline.errors import UsageError
from pipeline.settings import Settings
from pipeline.stages.backfilling import Span, backfill, read_span
from pipeline.stages.fetching import fetch_portal

TODAY = date(2026, 3, 4)
PORTAL = """
name = "mau"
province = "Lào Cai"
home = "{home}/"
owner = "desk"
delay_seconds = 0
listings = ["{home}/tin"]
article_links = "h3 a"
[[layouts]]
from = 2000-01-01
title = "h1"
published = "time"
body = "main"
"""


@pytest.fixture
def web() -> Iterator[FaultServer]:
    """Two articles on each page of the listing: of 2025-12, 2025-11, … 2025-08. Two more stand in sitemaps alone."""
    with serving() as server:
        for number in range(1, 6):
            later = f"<a rel='next' href='/tin?page={number + 1}'>Trang sau</a>" if number < 5 else ""
            names = [f"/tin-{13 - number:02}-{each}" for each in (1, 2)]
            links = "".join(f"<h3><a href='{name}'>Cải cách hành chính tháng này</a></h3>" for name in names)
            place = "/tin" if number == 1 else f"/tin?page={number}"
            server.answers[place] = plain(f"<html><body>{links}{later}</body></html>".encode())
            server.answers |= {name: article(f"2025-{13 - number:02}-15") for name in names}
        server.answers |= {"/cu-1": article("2025-09-02"), "/cu-2": article("2024-01-02")}
        months = {"/sitemap-2025-09.xml": "/cu-1", "/sitemap-2024-01.xml": "/cu-2"}
        entries = "".join(f"<sitemap><loc>{server.home}{name}</loc></sitemap>" for name in months)
        server.answers["/index.xml"] = plain(f"<sitemapindex>{entries}</sitemapindex>".encode())
        for name, page in months.items():
            server.answers[name] = plain(f"<urlset><url><loc>{server.home}{page}</loc></url></urlset>".encode())
        server.answers["/robots.txt"] = plain(f"Sitemap: {server.home}/index.xml\n".encode(), Content_Type="text/plain")
        yield server


def article(day: str) -> Answer:
    text = "Tỉnh Lào Cai công bố kết quả cải cách hành chính của các sở, ngành trong tỉnh. " * 5
    return plain(f"<html><body><h1>Tin</h1><time>{day}</time><main><p>{text}</p></main></body></html>".encode())


def world(home: Path, server: FaultServer) -> Settings:
    (home / "portals").mkdir()
    (home / "portals" / "mau.toml").write_text(PORTAL.format(home=server.home), encoding="utf-8")
    return replace(settings_for(server, home=home, listing_pages=1), portals_folder=home / "portals")


def test_the_past_is_fetched_back_to_the_day_and_no_further(web: FaultServer, tmp_path: Path) -> None:
    settings = world(tmp_path, web)
    fetch_portal(settings, "mau")
    before = len(web.paths)

    [report] = backfill(settings, ["mau"], "2025-09-01", "2025-11-30")

    asked = web.paths[before:]
    assert sorted(path for path in asked if path.startswith("/tin-")) == [
        f"/tin-{month}-{each}" for month in ("08", "09", "10", "11") for each in (1, 2)
    ]  # of 08 one must be read to know that it is too old
    assert "/tin?page=5" in asked
    assert "/cu-1" in asked
    assert "/sitemap-2024-01.xml" not in asked
    assert report.state == "new"


def test_a_listing_that_ends_with_an_empty_page_is_no_broken_one(web: FaultServer, tmp_path: Path) -> None:
    pager = "<html><a rel='next' href='/tin?page={}'>Trang sau</a>{}</html>"
    link = "<h3><a href='/tin-12-1'>Cải cách hành chính tháng này</a></h3>"
    web.answers["/tin"] = plain(pager.format(2, link).encode())
    web.answers["/tin?page=2"] = plain(pager.format(3, "<p>Chưa có bài</p>").encode())

    [report] = backfill(world(tmp_path, web), ["mau"], "2025-12-01", "2025-12-31")

    assert (report.state, report.new_pages) == ("new", 1)


def test_what_is_held_is_not_fetched_again_and_what_a_bound_cut_off_is(web: FaultServer, tmp_path: Path) -> None:
    settings = world(tmp_path, web)

    [first] = backfill(settings, ["mau"], "2025-01-01", "2025-12-31", most_pages=4)
    [second] = backfill(settings, ["mau"], "2025-01-01", "2025-12-31")

    assert first.new_pages == 4
    assert "run it again" in (first.why or "")
    assert second.new_pages == 7
    pages = [path for path in web.paths if path.startswith(("/tin-", "/cu"))]
    assert len(pages) == len(set(pages)) == 11


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2025-05-01", "2025-04-01", "since 2025-05-01 comes after until 2025-04-01; swap them"),
        ("2025-05-01", "2027-01-01", "until 2027-01-01 is still to come"),
        ("1900-01-01", None, "no portal is so old"),
        ("1/5/2025", None, "since '1/5/2025' is no day; write 2024-01-31"),
    ],
)
def test_days_that_cannot_be_meant_are_explained(since: str | None, until: str | None, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_span(since, until, TODAY)


def test_without_days_it_is_the_last_year() -> None:
    assert read_span(None, None, TODAY) == Span(date(2025, 3, 4), TODAY)
    assert read_span("", "2025-06-30", datetime(2026, 3, 4, tzinfo=UTC).date()).since == date(2024, 6, 30)
