# mypy: disable-error-code="untyped-decorator"
"""Fetch what is new on every portal: all of them each ten minutes, at once those where the watcher saw news.

One mapped task per portal, named by it. **A red one means that this portal failed**; the others went on, and what they
fetched is loaded. Its log says which address, what happened and what to do. Safe to clear and run again: a page already
held is asked for conditionally. By hand: name portals in the form, or none for all; or single pages by their address.

- All are red: look at this machine's way to the network.
- One is red for days: the portal has moved or forbids us; mend its file (`portals/<name>.toml`).
- Nothing ran for half an hour: look at the scheduler.
"""

from datetime import timedelta

from airflow.sdk import AssetOrTimeSchedule, CronTriggerTimetable, Param, dag
from parwatch_airflow.assets import ARCHIVE, NEWS, SWEEP_CRON
from parwatch_airflow.places import FETCHING
from parwatch_airflow.tasks import COMMON, PORTAL_POOL, announce, asked_portals, fetch_one, task

PORTALS = Param([], type="array", items={"type": "string"}, title="Portals", description="Names, one a line; none: all")
URLS = Param(
    [], type="array", items={"type": "string"}, title="Addresses", description="Single pages instead, one a line"
)


@dag(
    dag_display_name="1 Fetch portals",
    schedule=AssetOrTimeSchedule(
        timetable=CronTriggerTimetable(SWEEP_CRON, timezone="UTC", run_immediately=True), assets=[NEWS]
    ),
    tags=["parwatch", "round"],
    doc_md=__doc__,
    params={"portals": PORTALS, "urls": URLS},
    **COMMON,
)
def fetch_portals() -> None:
    plan = task(task_id="plan", task_display_name="Which portals")(asked_portals)
    fetch = task(
        task_id="fetch",
        task_display_name="Fetch",
        pool=PORTAL_POOL,
        map_index_template="{{ task.op_kwargs['portal'] }}",
        retries=1,
        retry_delay=timedelta(seconds=30),
        on_failure_callback=None,  # Watch health tells it, once it lasts
        **FETCHING,
    )(fetch_one)
    told = task(task_display_name="Announce", trigger_rule="all_done", outlets=[ARCHIVE])(announce)
    fetch.expand(portal=plan()) >> told()


fetch_portals()
