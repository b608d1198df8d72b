# mypy: disable-error-code="untyped-decorator"
"""Check what was loaded, quarantine bad rows, publish the good ones. Starts whenever figures were loaded.

One task per file of `sql/checks`, named after it. **A red check found rows that must not pass**: they are in its log,
with why and what to do, and they wait under *Required Actions*. Good rows are published all the same; the run stays
red. A check that only warns stays green and says so in its log.

- *Settle* is red: nothing new is shown, readers keep the last copy. Its log says what is missing. Clear the whole run.
- *Publish* is red: mostly a full disk. Free space, clear the task.
"""

from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import Metadata, dag, task
from airflow.sdk.exceptions import AirflowSkipException
from parwatch_airflow.assets import FIGURES, PUBLISHED, QUARANTINE
from parwatch_airflow.checks import CHECKS
from parwatch_airflow.tasks import CHECK_POOL, COMMON, DEFAULTS, WAREHOUSE_POOL, judge, say, settings


@dag(
    dag_display_name="3 Check figures",
    schedule=[FIGURES],
    tags=["parwatch", "round"],
    doc_md=__doc__,
    **COMMON | {"default_args": DEFAULTS | {"pool": WAREHOUSE_POOL}},
)
def check_figures() -> None:
    @task(task_display_name="Which batches")
    def choose() -> list[str]:
        from pipeline.stages import checking

        return list(checking.waiting(settings()))

    @task(pool=CHECK_POOL)
    def check(name: str, batches: list[str]) -> None:
        from pipeline.stages import checking

        judge(checking.run_check(settings(), name, batches))

    @task(task_display_name="Settle", trigger_rule="all_done")
    def settle(batches: list[str]) -> int:
        from pipeline.stages import checking

        report = checking.settle(settings(), batches)
        say(report)
        return report.quarantined

    @task(task_display_name="Publish", outlets=[PUBLISHED])
    def publish() -> None:
        from pipeline.stages import checking

        say(checking.publish(settings()))

    @task(task_display_name="Ask for review", outlets=[QUARANTINE], pool="default_pool")
    def ask(quarantined: int, batches: list[str]) -> Metadata:
        if not quarantined:
            raise AirflowSkipException("nothing was quarantined")
        return Metadata(QUARANTINE, extra={"batches": batches})

    batches = choose()
    checks = [
        check.override(task_id=each.name, task_display_name=each.title, doc_md=each.doc)(each.name, batches)
        for each in CHECKS
    ]
    settled = settle(batches)
    checks >> settled >> publish()
    ask(settled, batches)
    checks >> EmptyOperator(task_id="all_green", task_display_name="All green")


check_figures()
