"""The trigger in Airflow's triggerer: it never dies, and keeps what it saw one look late."""

import asyncio
from typing import Any

import pytest

from pipeline.stages import watching


class Store:
    """What Airflow's asset state store is to a trigger."""

    def __init__(self) -> None:
        self.kept: list[Any] = []

    async def aget(self, key: str) -> Any:
        return self.kept[-1] if self.kept else None

    async def aset(self, key: str, value: Any) -> None:
        self.kept.append(value)


class Looks:
    """A watcher whose looks are told beforehand; an error among them is raised."""

    def __init__(self, *looks: watching.Look | Exception) -> None:
        self.looks = list(looks)
        self.asked: list[Any] = []

    async def look(self, seen: watching.Memory) -> watching.Look:
        self.asked.append(seen)
        found = self.looks.pop(0) if self.looks else watching.Look((), seen)
        if isinstance(found, Exception):
            raise found
        return found


def memory(pages: str) -> dict[str, dict[str, str]]:
    return {"http://x/": {"pages": pages}}


async def first_event(store: Store, looks: Looks, monkeypatch: pytest.MonkeyPatch) -> Any:
    from parwatch_airflow import watcher

    monkeypatch.setattr(watcher, "_watcher", lambda: looks)
    trigger = watcher.PortalWatch(0.01)
    trigger.asset_state_store = store  # type: ignore[assignment]
    events = trigger.run()
    event = await asyncio.wait_for(anext(events), 5)
    kept_at_event = list(store.kept)
    waiting = asyncio.ensure_future(anext(events))
    await asyncio.sleep(0.1)
    waiting.cancel()
    return event, kept_at_event


def test_memory_is_stored_one_look_after_the_event(monkeypatch: pytest.MonkeyPatch) -> None:
    store, looks = Store(), Looks(watching.Look(("camau",), memory("new")))

    event, kept_at_event = asyncio.run(first_event(store, looks, monkeypatch))

    assert event.payload == {"portals": ["camau"]}
    assert kept_at_event == []
    assert store.kept == [memory("new")]


def test_an_error_is_outlived(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = Looks(OSError("no network"), ValueError("odd page"), watching.Look(("yenbai",), memory("new")))

    event, _ = asyncio.run(first_event(Store(), looks, monkeypatch))

    assert event.payload == {"portals": ["yenbai"]}


def test_after_a_restart_it_goes_on_from_what_was_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    store, looks = Store(), Looks(watching.Look(("camau",), memory("newer")))
    store.kept.append(memory("old"))

    asyncio.run(first_event(store, looks, monkeypatch))

    assert looks.asked[0] == memory("old")
