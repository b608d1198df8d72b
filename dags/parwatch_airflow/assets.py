"""The assets that chain the DAGs. Their names say what is ready; the data itself stays in the home folder."""

import os

from airflow.sdk import Asset, AssetWatcher

from parwatch_airflow.watcher import PortalWatch

SWEEP_CRON = os.environ.get("PARWATCH_SWEEP_CRON", "*/10 * * * *")
WATCH_SECONDS = float(os.environ.get("PARWATCH_WATCH_SECONDS", "30"))

NEWS = Asset(
    "portal_news",
    uri="x-parwatch://portal-news",
    watchers=[AssetWatcher(name="portal_watch", trigger=PortalWatch(WATCH_SECONDS))],
)
ARCHIVE = Asset("archive", uri="x-parwatch://archive")
FIGURES = Asset("figures", uri="x-parwatch://figures")
PUBLISHED = Asset("published", uri="x-parwatch://published")
QUARANTINE = Asset("quarantine", uri="x-parwatch://quarantine")
HEALTH = Asset("health", uri="x-parwatch://health")
