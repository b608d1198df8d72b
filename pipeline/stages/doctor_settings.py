"""What the doctor says of the environment: names that nothing reads, and how often portals are fetched."""

import re

from pipeline.errors import SettingsError
from pipeline.settings import misspelt, schedule

CRON = re.compile(r"[\d*/,\-]+( +[\d*/,\-a-zA-Z]+){4}")
SECONDS = re.compile(r"\d+(\.\d+)?")


def look_at_settings() -> str:
    if wrong := misspelt():
        raise SettingsError("; ".join(wrong))
    cron, seconds = schedule()
    if not CRON.fullmatch(cron.strip()):
        raise SettingsError(f"PARWATCH_SWEEP_CRON: {cron!r} is no cron line of five fields; write */10 * * * *")
    if not SECONDS.fullmatch(seconds) or float(seconds) <= 0:
        raise SettingsError(f"PARWATCH_WATCH_SECONDS: {seconds!r} is no number of seconds; write 30")
    return f"all portals at {cron} (UTC), a look for news each {seconds} s"
