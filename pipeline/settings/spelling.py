"""The names of all settings, and which was meant by one that nobody reads."""

import difflib
from collections.abc import Iterable

PREFIX = "PARWATCH_"
NAMES = (
    "HOME",
    "PORTALS",
    "SUBSCRIPTIONS",
    "USER_AGENT",
    "ALLOW_ADDRESSES",
    "SWEEP_CRON",
    "WATCH_SECONDS",
    "FETCH_EXECUTOR",
    "AIRFLOW_DB",
    "AIRFLOW_DB_FILE",
    "ARCHIVE_URL",
    "S3_ENDPOINT",
    "S3_REGION",
    "S3_KEY_ID",
    "S3_KEY_ID_FILE",
    "S3_SECRET",
    "S3_SECRET_FILE",
    "WAREHOUSE_URL",
    "WAREHOUSE_DATA",
    "WAREHOUSE_PASSWORD",
    "WAREHOUSE_PASSWORD_FILE",
)
FREE = ("CHANNEL_", "LIMIT_")  # what stands behind these is a name of its owner's, or checked where it is read


def unread(environment: Iterable[str]) -> list[str]:
    """Variables that look like one that is read, each with what was meant; ours alone."""
    written = [name.removeprefix(PREFIX) for name in environment if name.startswith(PREFIX)]
    others = [name for name in written if name not in NAMES and not name.startswith(FREE)]
    near = {name: difflib.get_close_matches(name, NAMES, n=1, cutoff=0.8) for name in others}
    return [
        f"{PREFIX}{name} is read by nothing; did you mean {PREFIX}{found[0]}?" for name, found in near.items() if found
    ]
