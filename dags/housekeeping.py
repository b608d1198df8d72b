# mypy: disable-error-code="untyped-decorator"
"""Keep the home folder and Airflow's own database small, Sunday nights: what is deleted is listed in the log.

Raw pages and decisions are never deleted. Red is no emergency: the next week tries again. A red *Airflow's history*
mostly means that its database was busy; clear the task. It is skipped where neither
PARWATCH_AIRFLOW_DB nor the file PARWATCH_AIRFLOW_DB_FILE names a database.
"""

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import dag
from parwatch_airflow.tasks import COMMON, WAREHOUSE_POOL, say, settings, task

KEEP_DAYS = 90
CLEAN = f"""
database="${{PARWATCH_AIRFLOW_DB:-$(cat "$PARWATCH_AIRFLOW_DB_FILE" 2>/dev/null)}}"
test -n "$database" || exit 99
export AIRFLOW__DATABASE__SQL_ALCHEMY_CONN="$database"
airflow db clean --yes --skip-archive --clean-before-timestamp "$(date -u -d '-{KEEP_DAYS} days' +%F)"
"""


@dag(
    dag_display_name="Housekeeping",
    schedule="30 19 * * 6",  # Sunday, 02:30 in Vietnam
    tags=["parwatch", "upkeep"],
    doc_md=__doc__,
    **COMMON,
)
def housekeeping() -> None:
    @task(task_display_name="Home folder", pool=WAREHOUSE_POOL)
    def tidy() -> None:
        from pipeline.stages import upkeep

        say(upkeep.tidy(settings()))

    clean = BashOperator(
        task_id="clean_airflow",
        task_display_name="Airflow's history",
        bash_command=CLEAN,
    )
    tidy() >> clean


housekeeping()
