"""A portal of the demo world gets another design: seen in a round, named, mended by a layout; nothing old changes."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from demo.world import World, serve
from pipeline.alert import PortalState
from pipeline.extract.heads import VIETNAM
from pipeline.settings import Limits, Settings, parse_addresses
from pipeline.stages import health, replaying
from pipeline.stages.rounds import RoundReport, run_round
from pipeline.warehouse.access import reader
from warehouse_world import with_warehouse

NAME = "thanhhoa"
LISTED = "yenbai"  # found by its listing alone, and not mended
BODY = ".entry-content"
FIGURES = (
    "SELECT a.url, a.body, o.subject, o.entity, o.period, o.measure, o.value, o.quote "
    "FROM core.observation AS o JOIN core.article AS a USING (article) WHERE a.url = ANY($1) ORDER BY ALL"
)


@dataclass
class Told:
    """The three rounds: in the old design, in the new one, and with the new layout in the portal's file."""

    settings: Settings
    before: health.HealthReport
    figures: list[tuple[Any, ...]]
    broken: RoundReport
    seen: health.HealthReport
    replayed: replaying.ReplayReport
    after: health.HealthReport


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    home = tmp_path_factory.mktemp("redesign")
    with serve(first_port=18_820) as world:
        settings = with_warehouse(only(world, home))
        run_round(settings, ())
        before, figures = health.watch(settings), held(settings, articles(settings))
        world.redesign(NAME, "modern")
        world.redesign(LISTED, "modern")
        world.edition = 2
        broken = run_round(settings, ())
        seen = health.watch(settings)
        add_layout(home / "portals" / f"{NAME}.toml")
        replayed = replaying.replay(settings, portal=NAME, compare_only=False, reason="a new layout")
        after = health.watch(settings, now=datetime.now(UTC) + timedelta(days=1))
        yield Told(settings, before, figures, broken, seen, replayed, after)


def only(world: World, home: Path) -> Settings:
    """The world with two portals; their articles are not read again."""
    world.write_portals(home / "portals")
    for path in (home / "portals").glob("*.toml"):
        if path.stem not in (NAME, LISTED):
            path.unlink()
    return Settings(
        home=home,
        portals_folder=home / "portals",
        allow_addresses=parse_addresses(world.allowed),
        limits=Limits(first_revisit_seconds=3_600),
    )


def add_layout(path: Path) -> None:
    facts = tomllib.loads(path.read_text(encoding="utf-8"))
    facts["layouts"].append(
        {"from": datetime.now(VIETNAM).date(), "title": "h1.post-detail__title", "body": ".post-detail__body"}
    )
    path.write_text(tomli_w.dumps(facts), encoding="utf-8")


def articles(settings: Settings) -> list[str]:
    with reader(settings) as copy:
        return [str(url) for (url,) in copy.execute("SELECT url FROM core.article")]


def held(settings: Settings, urls: list[str]) -> list[tuple[Any, ...]]:
    with reader(settings) as copy:
        return copy.execute(FIGURES, [urls])


def incidents(report: health.HealthReport) -> list[tuple[str, str]]:
    return [(one.kind, one.where) for one in report.incidents if one.kind.startswith("portal_")]


def state(report: health.HealthReport, name: str) -> PortalState:
    return next(one for one in report.portals if one.name == name)


def test_it_was_well(told: Told) -> None:
    assert [one.state for one in told.before.portals] == ["well", "well"]
    assert told.figures


def test_the_round_names_the_selector(told: Told) -> None:
    said = f"selector '{BODY}' of the layout from 2020-01-01 finds no body: add a layout"

    lines = [problem.line for problem in told.broken.built.problems if problem.portal == NAME]
    assert lines
    assert all(said in line for line in lines)


def test_health_is_red_after_that_round_and_tells_what_the_selector_used_to_hold(told: Told) -> None:
    portal = state(told.seen, NAME)

    assert ("portal_broken", NAME) in incidents(told.seen)
    assert portal.state == "unreadable"
    assert f"selector '{BODY}'" in (portal.detail or "")
    used = (portal.detail or "").partition(" it held '")[2]
    assert any(body.startswith(used.partition("'")[0]) for _, body, *_ in told.figures)


def test_health_is_red_where_only_the_listing_is_another(told: Told) -> None:
    portal = state(told.seen, LISTED)

    assert portal.state == "unreadable"
    assert "article_links '.danhsachtin a.tieude-tin' matches no link" in (portal.detail or "")
    assert "it gave pages:" in (portal.detail or "")


def test_it_is_green_once_the_layout_is_there_and_the_pages_are_read_again(told: Told) -> None:
    assert ("portal_recovered", NAME) in incidents(told.after)
    assert state(told.after, NAME).state == "well"


def test_old_pages_replay_unchanged(told: Told) -> None:
    urls = sorted({row[0] for row in told.figures})

    assert held(told.settings, urls) == told.figures
    assert {one.url for one in told.replayed.differences}.isdisjoint(urls)
    assert all(one.before is None for one in told.replayed.differences)
