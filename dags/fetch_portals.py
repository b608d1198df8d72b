# mypy: disable-error-code="untyped-decorator"
"""Fetch what is new on every portal: all of them each ten minutes, at once those where the watcher saw news.

One mapped task per portal, named by it. **A red one means that this portal failed**; the others went on, and what they
fetched is loaded. Its log says which address, what happened and what to do. Safe to clear and run again: a page already
held is asked for conditionally.

- All are red: look at this machine's way to the network.
- One is red for days: the portal has moved or forbids us; mend its file (`portals/<name>.toml`).
- Nothing ran for half an hour: look at the scheduler.
"""

from datetime import timedelta

from airflow.sdk import AssetOrTimeSchedule, CronTriggerTimetable, dag, task
from airflow.sdk.exceptions import AirflowSkipException
from parwatch_airflow.assets import ARCHIVE, NEWS, SWEEP_CRON
from parwatch_airflow.places import FETCHING
from parwatch_airflow.tasks import COMMON, PORTAL_POOL, say, settings, watched_portals


@dag(
    dag_display_name="1 Fetch portals",
    schedule=AssetOrTimeSchedule(
        timetable=CronTriggerTimetable(SWEEP_CRON, timezone="UTC", run_immediately=True), assets=[NEWS]
    ),
    tags=["parwatch", "round"],
    doc_md=__doc__,
    **COMMON,
)
def fetch_portals() -> None:
    @task(task_display_name="Which portals")
    def plan() -> list[str]:
        from pipeline.stages import fetching

        return list(watched_portals() or fetching.plan(settings()))

    @task(
        task_display_name="Fetch",
        pool=PORTAL_POOL,
        map_index_template="{{ task.op_kwargs['portal'] }}",
        retries=1,
        retry_delay=timedelta(seconds=30),
        **FETCHING,
    )
    def fetch(portal: str) -> None:
        from pipeline.stages import fetching

        report = fetching.fetch_portal(settings(), portal)
        say(report)
        if report.is_broken:
            raise RuntimeError(f"{portal}: {report.why}")

    @task(task_display_name="Announce", trigger_rule="all_done", outlets=[ARCHIVE])
    def announce() -> None:
        from pipeline import archive

        if not any(archive.pending(settings())):
            raise AirflowSkipException("nothing was fetched")

    fetch.expand(portal=plan()) >> announce()


fetch_portals()
