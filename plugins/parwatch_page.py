"""Airflow plugin: parwatch's page in Airflow's own interface, for whoever is logged in there.

Every part of Airflow loads this file; the page itself is made when the api-server is first asked for it.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from airflow.configuration import conf
from airflow.plugins_manager import AirflowPlugin

PREFIX = "/parwatch"
PLACE = urlsplit(conf.get("api", "base_url", fallback="")).path.rstrip("/") + PREFIX  # Airflow may stand below a path
Message = MutableMapping[str, Any]


@cache
def _app() -> Callable[..., Awaitable[None]]:
    from airflow.api_fastapi.core_api.security import get_user

    from pipeline.page.app import make_app
    from pipeline.settings import load_settings

    return make_app(load_settings, get_user)


async def page(
    scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
) -> None:
    await _app()(scope, receive, send)


class ParwatchPage(AirflowPlugin):  # type: ignore[misc]
    name = "parwatch_page"
    fastapi_apps = [{"app": page, "url_prefix": PREFIX, "name": "parwatch"}]
    external_views = [
        {
            "name": "Ranks",  # longer names do not fit under the icon
            "href": f"{PLACE}/",
            "icon": f"{PLACE}/icon.svg",
            "url_route": "parwatch",
            "destination": "nav",
            "nav_top_level": True,
        }
    ]
