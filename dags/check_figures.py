# mypy: disable-error-code="untyped-decorator"
"""Check what was loaded, quarantine bad rows, publish the good ones. Starts whenever figures were loaded.

One task per file of `sql/checks`, named after it. **A red check found rows that must not pass**: they are in its log,
with why and what to do, and they wait under *Required Actions*. Good rows are published all the same, before the
checks tell what they found; the run stays red. A check that only warns stays green and says so in its log.

- *Run all checks* is red: a check cannot be run. Nothing new is shown. Mend its file, clear the whole run.
- *Settle* is red: nothing new is shown, readers keep the last copy. Its log says what is missing. Clear the whole run.
- *Publish* is red: mostly a full disk. Free space, clear the task.
"""

from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import dag
from parwatch_airflow.assets import FIGURES, PUBLISHED, QUARANTINE
from parwatch_airflow.checks import CHECKS, ask, publish, run_checks, settle, tell
from parwatch_airflow.tasks import CHECK_POOL, COMMON, DEFAULTS, WAREHOUSE_POOL, task


@dag(
    dag_display_name="3 Check figures",
    schedule=[FIGURES],
    tags=["parwatch", "round"],
    doc_md=__doc__,
    **COMMON | {"default_args": DEFAULTS | {"pool": WAREHOUSE_POOL}},
)
def check_figures() -> None:
    batches = task(task_display_name="Run all checks")(run_checks)()
    quarantined = task(task_display_name="Settle")(settle)(batches)
    published = task(task_display_name="Publish", outlets=[PUBLISHED])(publish)()
    task(task_display_name="Ask for review", outlets=[QUARANTINE], pool="default_pool")(ask)(quarantined, batches)
    quarantined >> published
    # Readers need not wait for as many tasks as there are checks.
    one = {"trigger_rule": "all_done", "retries": 0, "on_failure_callback": None}  # bad rows stay; told as check_red
    check = task(pool=CHECK_POOL, **one)(tell)
    green = EmptyOperator(task_id="all_green", task_display_name="All green")
    for each in CHECKS:
        named = check.override(task_id=each.name, task_display_name=each.title, doc_md=each.doc)
        published >> named(each.name, batches) >> green


check_figures()
