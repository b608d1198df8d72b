"""Edge: the demo's own home folder, made anew each time: portal files, subscriptions, the environment as a file."""

import shutil
from pathlib import Path

from demo.receiver import Receiver
from demo.world import World
from pipeline.errors import SettingsError

MARK = ".made-by-demo"
SUBSCRIPTIONS = """\
# Who is told what in the demo. Both channels are the demo's own webhook receiver.
[[subscription]]
name = "ops"
channel = "ops"
language = "en"
reasons = [
    "new_edition", "revision", "claim_contradicts_official",
    "portal_broken", "portal_recovered", "check_red", "task_failed", "round_late", "disk_full", "delivery_failing",
    "works_again",
]

[[subscription]]
name = "newsroom"
channel = "chat"
language = "vi"
"""


def make_anew(home: Path) -> Path:
    """An empty home. What an earlier demo made is deleted; anybody else's folder is refused."""
    home = home.absolute()
    if home.exists() and any(home.iterdir()):
        if not (home / MARK).exists():
            raise SettingsError(f"{home}: not empty, and no demo made it; give --home an empty or a new folder")
        shutil.rmtree(home)
    home.mkdir(parents=True, exist_ok=True)
    (home / MARK).write_text("The demo deletes this folder when it starts.\n", encoding="utf-8")
    return home


def furnish(home: Path, world: World, receiver: Receiver, watch_seconds: float) -> dict[str, str]:
    """Write portal files and subscriptions; return, and keep in `demo.env`, the environment that uses them."""
    world.write_portals(home / "portals")
    (home / "subscriptions.toml").write_text(SUBSCRIPTIONS, encoding="utf-8")
    environment = {
        "PARWATCH_HOME": str(home),
        "PARWATCH_PORTALS": str(home / "portals"),
        "PARWATCH_ALLOW_ADDRESSES": world.allowed,
        "PARWATCH_SUBSCRIPTIONS": str(home / "subscriptions.toml"),
        "PARWATCH_SWEEP_CRON": "0 3 * * *",  # the watcher is what the demo shows
        "PARWATCH_LIMIT_ROUND_LATE_SECONDS": "90000",  # so the sweep is a day away
        "PARWATCH_WATCH_SECONDS": str(watch_seconds),
        "PARWATCH_LIMIT_FIRST_REVISIT_SECONDS": "15",  # an hour is too long for a demo
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        **receiver.channels,
    }
    lines = [f"export {name}='{value}'" for name, value in environment.items()]
    (home / "demo.env").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return environment
