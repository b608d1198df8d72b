# mypy: disable-error-code="untyped-decorator"
"""Turn fetched pages into figures: extract, strip copies, observe, load, group. Starts whenever something was fetched.

One task, one writer. **Red means that a batch could not be loaded**: nothing of it is in the warehouse, its pages are
in the archive and its name stays in the inbox, so clear the task once the cause is gone. A page without an article is
no failure: it is listed in the log, with what to do.

- "is being written by": another program holds the warehouse; end it, or wait for the retry.
- "cannot be opened": run `parwatch rebuild`; the archive holds everything.
"""

from airflow.sdk import dag
from airflow.sdk.exceptions import AirflowSkipException
from parwatch_airflow.assets import ARCHIVE, FIGURES
from parwatch_airflow.tasks import COMMON, WAREHOUSE_POOL, say, settings, task


@dag(
    dag_display_name="2 Build figures",
    schedule=[ARCHIVE],
    tags=["parwatch", "round"],
    doc_md=__doc__,
    **COMMON,
)
def build_figures() -> None:
    @task(task_display_name="Read pages and load figures", pool=WAREHOUSE_POOL, outlets=[FIGURES])
    def build() -> None:
        from pipeline.stages import building

        report = building.build(settings())
        say(report)
        if not report.unseen:
            raise AirflowSkipException("the inbox is empty, and readers see all that was loaded")

    build()


build_figures()
