# mypy: disable-error-code="untyped-decorator"
"""Look after ourselves, each ten minutes: portals, red checks, deliveries, rounds that do not come, space.

**All well is red while anything is wrong: the end of its log says what, where, whose it is and what to do**, a line
each. It is green again with the first look that finds it mended, or once a person has silenced the portal or check.

What is found goes to the ops channel through *Send alerts*, each once a day while it lasts, and once when it is over.
A portal that is *unreadable* comes with the selector that no longer matches and what it used to hold. Half an hour
without a request is told too; that the scheduler itself is down, only its health address can tell. Red in the first
row means that we could not even look: the warehouse is not to be had; its log says what to do.
"""

from typing import Any

from airflow.sdk import dag
from airflow.sdk.exceptions import AirflowSkipException
from parwatch_airflow.assets import HEALTH
from parwatch_airflow.tasks import COMMON, WAREHOUSE_POOL, fail, say, settings, task


@dag(
    dag_display_name="Watch health",
    schedule="7/10 * * * *",
    tags=["parwatch", "upkeep"],
    doc_md=__doc__,
    **COMMON,
)
def watch_health() -> None:
    @task(task_display_name="Portals, deliveries, space", pool=WAREHOUSE_POOL, multiple_outputs=True)
    def watch() -> dict[str, Any]:
        from pipeline.stages import health

        if not settings().published_copy.exists():
            raise AirflowSkipException("nothing was published yet")
        report = health.watch(settings())
        say(report)
        return {"incidents": len(report.incidents), "wrong": list(report.wrong)}

    @task(task_display_name="Tell ops", outlets=[HEALTH])
    def tell(incidents: int) -> None:
        if not incidents:
            raise AirflowSkipException("there is nothing to tell")

    @task(task_display_name="All well", retries=0, on_failure_callback=None)  # told as what is wrong
    def all_well(wrong: list[str]) -> None:
        if wrong:
            fail("\n".join(wrong))

    found = watch()
    tell(found["incidents"])
    all_well(found["wrong"])


watch_health()
