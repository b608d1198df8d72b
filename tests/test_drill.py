"""The drill sees every fault that it makes of good pages, and says so where one would pass; portals looked at live."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from faults import FaultServer, plain, serving
from fetch_world import settings_for
from pipeline.errors import FetchError, UsageError
from pipeline.portals import load_portal
from pipeline.settings import Settings
from pipeline.stages import drill
from pipeline.stages.drill_faults import OF_ARTICLES, OF_SOURCES
from pipeline.stages.fetching import fetch_portal
from pipeline.stages.portal_draft import draft_portal, write_draft
from pipeline.stages.portal_probe import check_portals
from test_fetching import feed, portal_file

SENTENCES = [
    "Tỉnh Lào Cai xếp thứ 21 trong cả nước về chỉ số cải cách hành chính năm 2024, theo công bố sáng nay.",
    "Các sở, ngành rà soát từng tiêu chí còn thấp, giao rõ người chịu trách nhiệm và thời hạn khắc phục.",
    "Người dân nộp hồ sơ qua mạng nhiều hơn năm trước; bộ phận một cửa trả kết quả đúng hẹn.",
    "Lãnh đạo tỉnh yêu cầu báo cáo hằng tháng, công khai kết quả trên cổng thông tin.",
]
PAGE = (
    "<!doctype html><html><head><title>Lào Cai tăng bậc</title></head><body><h1 class='tua'>Lào Cai tăng bậc</h1>"
    f"<span class='ngay'>15/09/2024</span><div class='noi-dung'>{''.join(f'<p>{one}</p>' for one in SENTENCES)}</div>"
    "</body></html>"
).encode()
LAYOUT = (
    "[[layouts]]",
    "from = 2020-01-01",
    'title = "h1.tua"',
    'published = "span.ngay"',
    'body = "div.noi-dung"',
)


@pytest.fixture
def web() -> Iterator[FaultServer]:
    with serving() as server:
        server.answers |= {"/rss": feed("/tin-1", "/tin-2"), "/tin-1": plain(PAGE), "/tin-2": plain(PAGE)}
        yield server


def world(home: Path, server: FaultServer, *more: str) -> Settings:
    portal_file(home / "portals", "mau", server, f'feeds = ["{server.home}/rss"]', *more)
    return replace(settings_for(server, home=home), portals_folder=home / "portals")


def test_every_fault_is_seen_and_no_good_page_raises_an_alarm(web: FaultServer, tmp_path: Path) -> None:
    settings = world(tmp_path, web, *LAYOUT)
    fetch_portal(settings, "mau")

    report = drill.run_drill(settings)

    assert [row for row in report.rows() if row[0] != "ok"] == []
    assert report.is_green
    assert {case.fault for case in report.cases} == {"none", *OF_ARTICLES, *OF_SOURCES}


def test_a_fault_that_nobody_sees_turns_the_drill_red(
    web: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = world(tmp_path, web, *LAYOUT)
    fetch_portal(settings, "mau")
    monkeypatch.setattr("pipeline.fetch.outcome.judge_page", lambda *_, **__: None)

    report = drill.run_drill(settings, ["mau"])

    assert not report.is_green
    assert {case.fault for case in report.cases if not case.is_right} == {"half page"}


def test_a_drill_needs_pages_and_portals_that_are_there(web: FaultServer, tmp_path: Path) -> None:
    settings = world(tmp_path, web)

    with pytest.raises(UsageError, match="no good page is stored yet"):
        drill.run_drill(settings)
    with pytest.raises(UsageError, match="no portal 'khac'"):
        drill.run_drill(settings, ["khac"])


def test_a_portal_that_works_is_said_to_work(web: FaultServer, tmp_path: Path) -> None:
    [report] = check_portals(world(tmp_path, web, *LAYOUT), ("mau",))
    assert [(step.what, step.change) for step in report.steps if not step.is_ok] == [("home", "home")]
    assert "1 ranks and scores" in report.steps[-1].said

    web.answers["/"] = plain(PAGE)
    [report] = check_portals(world(tmp_path, web, *LAYOUT), ("mau",))

    assert report.is_ok
    assert "Lào Cai tăng bậc · 2024-09-15" in report.steps[-1].said
    assert "1 ranks and scores" in report.steps[-1].said


def test_what_fails_names_the_line_to_change(web: FaultServer, tmp_path: Path) -> None:
    web.answers |= {"/": plain(PAGE), "/tin-1": plain(PAGE.replace(b"noi-dung", b"moi"))}
    [report] = check_portals(world(tmp_path, web, *LAYOUT), ("mau",))
    assert [(one.change or "")[:11] for one in report.steps if not one.is_ok] == ["[[layouts]]"]

    web.answers["/rss"] = feed()
    [report] = check_portals(world(tmp_path, web), ("mau",))
    assert [one.change for one in report.steps if not one.is_ok] == ["feeds"]


def test_an_index_of_sitemaps_is_looked_into(web: FaultServer, tmp_path: Path) -> None:
    web.answers |= {
        "/": plain(PAGE),
        "/map.xml": plain(b"<sitemapindex><sitemap><loc>/1.xml</loc></sitemap></sitemapindex>"),
    }
    web.answers["/1.xml"] = plain(b"<urlset><url><loc>/tin-1</loc></url></urlset>")
    settings = world(tmp_path, web, f'sitemaps = ["{web.home}/map.xml"]')
    [first] = check_portals(settings, ("mau",))
    web.answers["/1.xml"] = plain(b"", "404 Not Found")
    [second] = check_portals(settings, ("mau",))

    assert [step.said for step in first.steps if step.what.startswith("sitemap")] == ["1 addresses"]
    [broken] = [step for step in second.steps if step.what.startswith("sitemap")]
    assert (broken.is_ok, broken.change) == (False, "sitemaps")
    assert broken.said.startswith("names 1 further sitemaps; http")


def test_a_first_file_is_written_from_what_a_site_shows(web: FaultServer, tmp_path: Path) -> None:
    menu = '<link rel="alternate" type="application/rss+xml" href="/rss"><a href="/cchc">Cải cách hành chính</a>'
    web.answers["/"] = plain(f"<html>{menu}</html>".encode())
    web.answers["/cchc"] = plain("<a href='/tin-so-1234.html'>Một tin có đủ bốn chữ</a>".encode() * 2)

    draft = draft_portal(settings_for(web, home=tmp_path), web.home, date(2026, 11, 25))
    path = write_draft(draft, tmp_path)

    assert f'feeds = [\n    "{web.home}/rss",\n]' in draft.text
    assert 'province = "?"' in draft.text
    path.write_text(path.read_text().replace('"?"', '"Lào Cai"'))
    assert load_portal(path).feeds == (f"{web.home}/rss",)
    with pytest.raises(UsageError, match="is there already"):
        write_draft(draft, tmp_path)


def test_a_site_that_does_not_answer_gives_no_file(web: FaultServer, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="nothing to start from"):
        draft_portal(settings_for(web, home=tmp_path, retries=0), web.home + "/none")
    with pytest.raises(UsageError):
        draft_portal(settings_for(web, home=tmp_path), "ftp://khac.vn/")
