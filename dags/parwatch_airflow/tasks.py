"""What our tasks have in common: owner, retries, and how a stage's report reaches Airflow's log."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import timedelta
from functools import wraps
from textwrap import wrap
from typing import TYPE_CHECKING, Any, NoReturn

from airflow.sdk import get_current_context
from airflow.sdk import task as airflow_task
from airflow.sdk.exceptions import AirflowSkipException

from pipeline.errors import ParwatchError

if TYPE_CHECKING:
    from pipeline.settings import Settings

log = logging.getLogger("parwatch")

WAREHOUSE_POOL = "warehouse"  # one slot: the warehouse file has one writer
CHECK_POOL = "checks"  # short looks at what was found: never so many that they hold up the round
PORTAL_POOL = "portals"
LOG_WIDTH = 86  # characters of a line that a window of 1280 pixels shows


def tell_ops(context: Mapping[str, Any]) -> None:
    """A task that has failed for good is told to ops; that this fails too is in its log, beside the first error."""
    from pipeline.stages import health

    task = context["ti"]
    try:
        health.note_failure(settings(), f"{task.dag_id}.{task.task_id}", str(context.get("exception") or "no reason"))
    except Exception:
        log.exception("ops could not be told")


DEFAULTS: dict[str, Any] = {
    "owner": "parwatch",
    "retries": 2,
    "retry_delay": timedelta(seconds=20),
    "execution_timeout": timedelta(minutes=20),
    "on_failure_callback": tell_ops,
}


COMMON: dict[str, Any] = {
    "catchup": False,
    "max_active_runs": 1,
    "default_args": DEFAULTS,
}


def task(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """Airflow's own, but what our errors say ends the log, where a person looks first.

    Airflow puts a dozen lines of its own code under the message of an exception, and shows the end of a log.
    """

    def made(work: Callable[..., Any]) -> Any:
        @wraps(work)
        def told(*args: Any, **given: Any) -> Any:
            try:
                return work(*args, **given)
            except ParwatchError as error:
                fail(str(error))

        return airflow_task(**options)(told)

    return made


def fail(why: str) -> NoReturn:
    """End the task red, without the lines of code that led there; Airflow does not wrap long lines."""
    for line in why.splitlines():
        for part in wrap(line, LOG_WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False):
            log.error(part)
    raise SystemExit(why.partition("\n")[0])


def settings() -> "Settings":
    from pipeline.settings import load_settings

    return load_settings()


def watched_portals() -> tuple[str, ...]:
    """The portals that the watcher saw change, in every event this run answers; none if nobody watched."""
    events = get_current_context().get("triggering_asset_events") or {}
    payloads = [event.extra.get("payload") or {} for of_asset in events.values() for event in of_asset]
    return tuple(sorted({name for payload in payloads for name in payload.get("portals", ())}))


def asked_portals(params: Mapping[str, Any] | None = None) -> list[str]:
    """What a person wrote into the form, else what the watcher saw, else all that are watched and not spared."""
    from pipeline.errors import UsageError
    from pipeline.stages import addressing, fetching

    named, urls = ((params or {}).get(key) or () for key in ("portals", "urls"))
    if named and urls:
        raise UsageError("name portals or addresses, not both: a portal's round finds its pages by itself")
    if urls:
        return list(addressing.by_portal(settings(), urls))
    return list(fetching.plan(settings(), named or watched_portals(), by_itself=not (named or is_by_hand())))


def is_by_hand() -> bool:
    return getattr(get_current_context().get("dag_run"), "run_type", None) == "manual"


def fetch_one(portal: str, params: Mapping[str, Any] | None = None) -> None:
    from pipeline.stages import addressing, fetching
    from pipeline.stages.signposts import signposts

    if urls := (params or {}).get("urls"):
        mine = addressing.by_portal(settings(), urls)[portal]
        [report] = addressing.fetch_addresses(settings(), mine)
    else:
        report = fetching.fetch_portal(settings(), portal)
    say(report)
    if report.is_broken:
        fail("\n".join([f"{portal}: {report.why}", *signposts(settings(), portal)]))


def backfill_plan(params: Mapping[str, Any] | None = None) -> list[str]:
    """The portals of the form, if its days can be meant."""
    from datetime import UTC, datetime

    from pipeline.stages import backfilling, fetching

    given = params or {}
    span = backfilling.read_span(given.get("since"), given.get("until"), datetime.now(UTC).date())
    say(f"pages published from {span.since} to {span.until}")
    return list(fetching.plan(settings(), given.get("portals") or ()))


def backfill_one(portal: str, params: Mapping[str, Any] | None = None) -> None:
    from pipeline.stages import backfilling
    from pipeline.stages.signposts import signposts

    given = {name: value for name, value in (params or {}).items() if name != "portals"}
    [report] = backfilling.backfill(settings(), [portal], **given)
    say(report)
    if report.is_broken:
        fail("\n".join([f"{portal}: {report.why}", *signposts(settings(), portal)]))


def announce() -> None:
    """Skipped where nothing waits to be loaded."""
    from pipeline import archive

    if not any(archive.pending(settings())):
        raise AirflowSkipException("nothing was fetched")


def reviewed_batches() -> tuple[str, ...]:
    """The batches that the events of the quarantine name; none if a person started the run."""
    events = get_current_context().get("triggering_asset_events") or {}
    extras = [event.extra for of_asset in events.values() for event in of_asset]
    return tuple(sorted({batch for extra in extras for batch in extra.get("batches", ())}))


def say(report: object) -> None:
    """Log a stage's report: a line for each of its fields, a line for each entry of a list."""
    if not is_dataclass(report):
        log.info("%s", report)
        return
    for field in fields(report):
        value = getattr(report, field.name)
        if isinstance(value, tuple | list) and value:
            log.info("%s: %d", field.name, len(value))
            for each in value:
                log.info("    %s", each)
        else:
            log.info("%s: %s", field.name, value)
