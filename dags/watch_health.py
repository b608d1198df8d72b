# mypy: disable-error-code="untyped-decorator"
"""Look after ourselves, each quarter of an hour: portals, rounds that do not come, space, silences past their end.

What is found goes to the ops channel through *Send alerts*, each once a day while it lasts. A portal that is
*unreadable* comes with the selector that no longer matches and what it used to hold. Half an hour without a request is
told too; that the scheduler itself is down, only its health address can tell. **Red means that we could not even
look**: the warehouse is not to be had; its log says what to do.
"""

from airflow.sdk import dag, task
from airflow.sdk.exceptions import AirflowSkipException
from parwatch_airflow.assets import HEALTH
from parwatch_airflow.tasks import COMMON, WAREHOUSE_POOL, say, settings


@dag(
    dag_display_name="Watch health",
    schedule="2/15 * * * *",
    tags=["parwatch", "upkeep"],
    doc_md=__doc__,
    **COMMON,
)
def watch_health() -> None:
    @task(task_display_name="Portals, space, silences", pool=WAREHOUSE_POOL)
    def watch() -> int:
        from pipeline.stages import health

        if not settings().published_copy.exists():
            raise AirflowSkipException("nothing was published yet")
        report = health.watch(settings())
        say(report)
        return len(report.incidents)

    @task(task_display_name="Tell ops", outlets=[HEALTH])
    def tell(incidents: int) -> None:
        if not incidents:
            raise AirflowSkipException("nothing is wrong")

    tell(watch())


watch_health()
