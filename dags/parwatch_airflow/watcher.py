"""The trigger that watches all portals for news, in Airflow's triggerer; what news is, `stages.watching` says."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from airflow.triggers.base import BaseEventTrigger, TriggerEvent

if TYPE_CHECKING:
    from pipeline.stages.watching import Watcher

log = logging.getLogger(__name__)
KEY = "seen"


class PortalWatch(BaseEventTrigger):  # type: ignore[misc]
    """Fires with the names of the portals whose feeds or listings name pages they did not name before."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds
        self._watcher: Watcher | None = None

    def serialize(self) -> tuple[str, dict[str, Any]]:
        return "parwatch_airflow.watcher.PortalWatch", {"seconds": self.seconds}

    async def cleanup(self) -> None:
        if self._watcher is not None:
            await self._watcher.close()

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Never raises: a trigger that dies is started again at once and would fire the same event for ever.

        What was seen is stored one look late: an event waits in memory until it is in Airflow's database, and one
        that was lost there must be found again. It may be found twice; what it starts is safe to run twice.
        """
        seen = stored = await self._stored()
        while True:
            try:
                await self._store(seen, stored)
                stored = seen
                if self._watcher is None:
                    self._watcher = await asyncio.to_thread(_watcher)  # its imports must not hold up the triggerer
                look = await self._watcher.look(seen)
                if look.changed:
                    yield TriggerEvent({"portals": list(look.changed)})
                seen = dict(look.seen)
            except Exception:
                log.exception("the watcher could not look; it tries again in %s s", self.seconds)
            await asyncio.sleep(self.seconds)

    async def _stored(self) -> dict[str, Any]:
        try:
            held = await self.asset_state_store.aget(KEY)
        except Exception:
            log.exception("the watcher does not know what it saw last; it compares with what was fetched")
            return {}
        return held if isinstance(held, dict) else {}

    async def _store(self, seen: dict[str, Any], stored: dict[str, Any]) -> None:
        if seen != stored:
            await self.asset_state_store.aset(KEY, seen)


def _watcher() -> "Watcher":
    from pipeline.settings import load_settings
    from pipeline.stages.watching import Watcher

    return Watcher(load_settings())
