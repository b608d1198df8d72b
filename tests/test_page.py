"""The page in Airflow: who may look, what is shown, and that what portals write stays text."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from fastapi import FastAPI, HTTPException
from fastapi.testclient import TestClient

from pipeline.fetch.rhythm import Rhythm
from pipeline.model import Alert, RankChange
from pipeline.page.app import make_app
from pipeline.settings import Settings
from pipeline.stages.rhythms import save_rhythms
from pipeline.warehouse.access import writer
from pipeline.warehouse.load import load
from pipeline.warehouse.outbox import save_alerts
from pipeline.warehouse.publish import publish
from pipeline.warehouse.settle import settle
from warehouse_world import SENTENCE, START, batch, rank, read, ready_settings

DAY = timedelta(days=1)
PLUGINS = Path(__file__).parents[1] / "plugins"
NASTY = "<script>alert(1)</script> & 'Yên Bái'"
PORTAL = 'name = "mau"\nentity = "yen-bai"\nhome = "https://mau.example/"\nowner = "north <desk>"\n'
CHANGE = RankChange(
    subject="PAR_INDEX",
    entity="yen-bai",
    entity_name="Yên Bái",
    period="2021",
    rank=21,
    rank_of=63,
    earlier_period="2020",
    earlier_rank=24,
    earlier_rank_of=63,
    reason="new_edition",
    quote=NASTY,
    url="javascript:alert(1)",
    portal="mau",
    sources=1,
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Two editions by one portal, a page that tries to be a program, one figure in quarantine, one alert."""
    settings = ready_settings(tmp_path_factory.mktemp("page"))
    assert settings.portals_folder is not None
    (settings.portals_folder / "mau.toml").write_text(PORTAL, encoding="utf-8")
    nasty = read(2, [rank(21)], body=f"{SENTENCE}\n{NASTY}")
    nasty = replace(nasty, article=replace(nasty.article, title=NASTY, url="javascript:alert(2)"))
    with writer(settings) as warehouse:
        load(warehouse, batch("b1", [read(1, [rank(24, period="2020")]), nasty]))
        settle(warehouse, ["b1"], [], lambda changes: [], START)
        load(warehouse, batch("b2", [read(3, [rank(3, subject="SIPAS", entity="bac-kan")], at=START + DAY)], day=1))
        warehouse.execute("UPDATE core.observation SET status = 'quarantined' WHERE subject = 'SIPAS' AND batch = 'b2'")
        save_alerts(warehouse, [Alert("k1", CHANGE.reason, "wake", change=CHANGE)], "b1", START)
        warehouse.execute("INSERT INTO core.message VALUES ('m1', 'desk', 'PAR_INDEX', ['k1'], $1)", [START])
        warehouse.execute(
            "INSERT INTO core.delivery BY NAME "
            "SELECT 'm1' AS message, 1 AS attempt, 'failed' AS outcome, 'answered 503' AS detail, $1 AS attempted_at",
            [START],
        )
    publish(settings)
    return settings


@pytest.fixture(scope="module")
def page(home: Settings) -> Iterator[TestClient]:
    """As Airflow mounts it, with a guard that lets in."""
    airflow = FastAPI()
    airflow.mount("/parwatch", make_app(lambda: home, lambda: None))
    with TestClient(airflow) as client:
        yield client


def test_a_rank_leads_from_the_board_to_its_sentence(page: TestClient) -> None:
    board = page.get("/parwatch/", params={"indicator": "par index", "period": "2021"}).text
    path = "/parwatch/figure/yen-bai/PAR_INDEX/2021"
    figure = page.get(path).text

    assert f'href="{path}"' in board
    assert "▲ 3" in board
    assert f"<mark>{SENTENCE}</mark>" in figure
    assert "mau/b1.warc.gz" in figure


def test_a_province_has_a_chart_whose_dots_lead_to_sentences(page: TestClient) -> None:
    province = page.get("/parwatch/province/yen-bai").text

    assert "<h1>Yên Bái</h1>" in province
    assert '<a href="/parwatch/figure/yen-bai/PAR_INDEX/2021"><g class="dot"><title>Yên Bái, 2021: 21/63' in province
    assert "new method" in province
    assert 'href="/parwatch/province/lao-cai~2025"' in province


def test_a_merged_province_shows_its_parts_and_the_merger(page: TestClient) -> None:
    province = page.get("/parwatch/province/hai-phong~2025").text

    assert ">merger<" in province
    assert ">Hải Dương</text>" in province


def test_portals_show_who_owns_them_and_how_they_do(page: TestClient) -> None:
    portals = page.get("/parwatch/portals").text

    assert "north &lt;desk&gt;" in portals
    assert "https://mau.example/tin/3" in portals


def test_portals_show_when_each_is_looked_at_next_and_why(home: Settings, page: TestClient) -> None:
    save_rhythms(home, {"mau": Rhythm(START, datetime(2025, 4, 18, 3, 0, tzinfo=UTC), (), 2, 3600.0)})
    portals = page.get("/parwatch/portals").text

    assert "2025-04-18 11:00" in portals  # in Vietnam
    assert "spared: refused us, failed or was slow" in portals


def test_a_portal_file_that_cannot_be_read_is_shown_first_with_what_is_wrong_in_it(
    home: Settings, page: TestClient, tmp_path: Path
) -> None:
    (tmp_path / "mau.toml").write_text(f"{PORTAL}delay = 1\n", encoding="utf-8")
    (tmp_path / "new.toml").write_text('name = "new"', encoding="utf-8")
    spoilt = replace(home, portals_folder=tmp_path)
    with TestClient(make_app(lambda: spoilt, lambda: None)) as client:
        portals, board = client.get("/portals").text, client.get("/").text

    assert '<span class="tag bad">2 file</span>' in portals
    assert "delay: no such key; did you mean" in portals
    assert "home: is missing; add it" in portals
    assert "parwatch portals list" in portals
    assert "2 portal(s) not read as they should be" in board


def test_the_first_page_says_what_needs_a_person_and_leads_there(page: TestClient) -> None:
    board = page.get("/parwatch/").text

    assert '<a href="/parwatch/pending">1 figure(s) wait for a person</a>' in board
    assert '<a href="/parwatch/alerts">1 message(s) not delivered</a>' in board


def test_what_was_not_delivered_is_shown_with_since_when_why_and_what_to_do(page: TestClient) -> None:
    alerts = page.get("/parwatch/alerts").text

    assert "subscription <strong>desk</strong>, channel gone" in alerts
    assert f"{START:%Y-%m-%d}" in alerts
    assert "answered 503" in alerts
    assert "parwatch alert test desk" in alerts


def test_what_waits_is_shown_with_the_way_to_decide(page: TestClient) -> None:
    pending = page.get("/parwatch/pending").text

    assert "1 figure(s) wait" in pending
    assert "Bắc Kạn: SIPAS 2021 rank 3/63" in pending
    assert 'href="/required_actions" target="_top"' in pending


def test_an_alert_shows_how_far_it_came(page: TestClient) -> None:
    alerts = page.get("/parwatch/alerts").text

    assert "desk: failed 2022-09-15 10:00" in alerts
    assert "answered 503" in alerts


@pytest.mark.parametrize(
    "path", ["", "figure/yen-bai/PAR_INDEX/2021", "alerts", "portals", "province/yen-bai", "pending"]
)
def test_what_a_portal_writes_is_text(page: TestClient, path: str) -> None:
    answer = page.get(f"/parwatch/{path}")

    assert answer.status_code == 200
    assert answer.text.count("<script") == 1  # our own
    assert 'href="javascript:' not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("?indicator=<b>", "no indicator"),
        ("province/<b>", "no province or ministry"),
        ("figure/yen-bai/PAPI/1066", "nothing is held"),
    ],
)
def test_what_is_not_there_is_told(page: TestClient, path: str, told: str) -> None:
    answer = page.get(f"/parwatch/{path}")

    assert answer.status_code == 404
    assert told in answer.text
    assert "<b>" not in answer.text


def test_before_the_first_round_the_page_says_what_to_do(tmp_path: Path) -> None:
    with TestClient(make_app(lambda: Settings(home=tmp_path), lambda: None)) as client:
        answer = client.get("/")

    assert answer.status_code == 503
    assert "nothing was published yet" in answer.text


def test_nobody_looks_whom_airflow_does_not_know(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Airflow's own guard takes seconds to import; tests/ui asks the real one."""

    def get_user() -> None:
        raise HTTPException(401)

    security = ModuleType("security")
    monkeypatch.setattr(security, "get_user", get_user, raising=False)
    monkeypatch.setitem(sys.modules, "airflow.api_fastapi.core_api.security", security)
    monkeypatch.syspath_prepend(PLUGINS)
    from parwatch_page import ParwatchPage

    airflow = FastAPI()
    airflow.mount(ParwatchPage.fastapi_apps[0]["url_prefix"], ParwatchPage.fastapi_apps[0]["app"])
    routes = [
        "/",
        "/portals",
        "/pending",
        "/alerts",
        "/province/x",
        "/figure/x/PCI/2021",
        "/page.css",
        "/page.js",
        "/icon.svg",
    ]
    with TestClient(airflow) as client:
        answers = [client.get(f"/parwatch{path}").status_code for path in routes]
        nothing = [client.get(f"/parwatch{path}").status_code for path in ("/docs", "/openapi.json")]

    assert set(answers) == {401}
    assert set(nothing) == {404}
