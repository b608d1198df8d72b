"""Looking for news: what changed is said once, and asked for conditionally."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.world import World, serve
from pipeline.settings import Settings, parse_addresses
from pipeline.stages.fetching import fetch_portals
from pipeline.stages.watching import Look, Memory, Watcher


@pytest.fixture
def world() -> Iterator[World]:
    with serve(first_port=18_700) as running:
        yield running


@pytest.fixture
def settings(world: World, tmp_path: Path) -> Settings:
    world.write_portals(tmp_path / "portals")
    return Settings(home=tmp_path, portals_folder=tmp_path / "portals", allow_addresses=parse_addresses(world.allowed))


def look(settings: Settings, seen: Memory) -> Look:
    async def once() -> Look:
        watcher = Watcher(settings)
        try:
            return await watcher.look(seen)
        finally:
            await watcher.close()

    return asyncio.run(once())


def test_first_look_at_a_portal_never_fetched_is_no_news(settings: Settings) -> None:
    assert look(settings, {}).changed == ()


def test_first_look_is_compared_with_what_was_fetched(world: World, settings: Settings) -> None:
    fetch_portals(settings, ["camau", "haiphong"])
    assert look(settings, {}).changed == ()
    world.edition = 2

    assert look(settings, {}).changed == ("camau", "haiphong")


def test_every_portal_with_news_is_named_once_and_memory_is_json(world: World, settings: Settings) -> None:
    memory = json.loads(json.dumps(look(settings, {}).seen))
    world.edition = 2

    second = look(settings, memory)
    third = look(settings, second.seen)

    assert second.changed == tuple(site.name for site in world.sites)
    assert third.changed == ()


def test_unchanged_portals_answer_not_modified(world: World, settings: Settings) -> None:
    memory = look(settings, {}).seen
    world.requests.clear()

    look(settings, memory)

    conditional = {site.name for site in world.sites if site.etag or site.last_modified}
    assert conditional <= {request.site for request in world.requests if request.status == 304}


def test_a_portal_that_fails_is_no_news(world: World, settings: Settings) -> None:
    memory = look(settings, {}).seen
    for path in (settings.portals_folder or Path()).glob("camau.toml"):
        path.write_text(path.read_text().replace("tintuc.asp", "nothing-there.asp"))

    failed = look(settings, {url: seen for url, seen in memory.items() if "nothing" not in url})

    assert failed.changed == ()


def test_one_unreadable_portal_file_does_not_stop_the_look_at_the_others(world: World, settings: Settings) -> None:
    memory = look(settings, {}).seen
    world.edition = 2
    assert settings.portals_folder
    (settings.portals_folder / "camau.toml").write_text("name = 7")

    changed = look(settings, memory).changed

    assert changed == tuple(site.name for site in world.sites if site.name != "camau")
