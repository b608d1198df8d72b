"""subscriptions.toml -> who is told what, how and when; checked on load. Pure but for reading the one file."""

import tomllib
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from pipeline.errors import SettingsError

SEVERITIES = ("weekly", "digest", "wake")
RANK_REASONS = ("new_edition", "revision", "claim_contradicts_official", "contradiction", "official_table")
OPS_REASONS = (
    "portal_broken",
    "portal_recovered",
    "check_red",
    "disk_full",
    "delivery_failing",
    "channel_dead",
    "task_failed",
    "round_late",
    "works_again",
)


@dataclass(frozen=True, slots=True)
class Subscription:
    """One reader of alerts. Empty tuples mean all; times are Vietnamese local time.

    `severity` is the least that is told. With `digest_at`, what wakes nobody waits for that time of day
    (the weekly part for Monday); without it everything goes out with the round that found it.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    name: str
    channel: str
    language: Literal["vi", "en", "vi+en"] = "vi+en"
    provinces: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    reasons: tuple[str, ...] = RANK_REASONS
    severity: Literal["weekly", "digest", "wake"] = "weekly"
    quiet_from: time | None = None
    quiet_to: time | None = None
    digest_at: time | None = None
    per_minute: int = 20
    board: str | None = None  # where the whole board can be seen


_MANY = TypeAdapter(tuple[Subscription, ...])


def load_subscriptions(path: Path | None, channels: tuple[str, ...]) -> tuple[Subscription, ...]:
    """Read the file; without one, every channel is told every rank change at once."""
    if path is None:
        return tuple(Subscription(name=channel, channel=channel) for channel in channels)
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        found = _MANY.validate_python(table.get("subscription", []))
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}; PARWATCH_SUBSCRIPTIONS must name a readable file") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: is not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"{path}: not TOML ({error}); mend that line") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"{path}: subscription.{where}: {first['msg']}; see docs/alerts.md") from error
    _refuse_unknown(path, found, channels)
    return found


def _refuse_unknown(path: Path, found: tuple[Subscription, ...], channels: tuple[str, ...]) -> None:
    names = [each.name for each in found]
    if len(set(names)) < len(names):
        raise SettingsError(f"{path}: two subscriptions have one name; give each its own")
    for each in found:
        if each.channel not in channels:
            raise SettingsError(
                f"{path}: {each.name}: no channel {each.channel!r}; set PARWATCH_CHANNEL_{each.channel.upper()}_FILE"
            )
        if unknown := set(each.reasons) - {*RANK_REASONS, *OPS_REASONS}:
            raise SettingsError(f"{path}: {each.name}: unknown reason {min(unknown)!r}; see docs/alerts.md")
