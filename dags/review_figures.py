# mypy: disable-error-code="untyped-decorator"
"""Let a person decide on quarantined figures: accept, reject, later. Starts whenever figures were quarantined.

Each figure is one question under *Browse → Required Actions*, with its sentence, what we hold beside it, and why a
check doubts it. Say why in `reason`: it is kept with the decision and your name. What nobody answers in a day counts as
*later* and is asked again when you trigger this DAG by hand: then it asks about everything that waits.
"""

from datetime import timedelta

from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Param, dag, task_group
from parwatch_airflow.assets import PUBLISHED, QUARANTINE
from parwatch_airflow.reviews import pending, record
from parwatch_airflow.tasks import COMMON, WAREHOUSE_POOL, task

SIDE_BY_SIDE = {"max_active_runs": 16}  # a run waits for people; those after it must not wait for them
REASON = Param("", type="string", title="Why", description="Kept with your decision")


@dag(
    dag_display_name="5 Review figures",
    schedule=[QUARANTINE],
    tags=["parwatch", "people"],
    doc_md=__doc__,
    **COMMON | SIDE_BY_SIDE,
)
def review_figures() -> None:
    waiting = task(task_display_name="What waits", pool=WAREHOUSE_POOL)(pending)
    keep = task(
        task_display_name="Record",
        pool=WAREHOUSE_POOL,
        outlets=[PUBLISHED],
        map_index_template="{{ task.op_kwargs['subject'] }}",
    )(record)

    @task_group(group_display_name="One figure", prefix_group_id=False)
    def figure(observation: str, subject: str, body: str) -> None:
        decide = HITLOperator(
            task_id="decide",
            task_display_name="Decide",
            subject=subject,
            body=body,
            options=["accept", "reject", "later"],
            defaults="later",
            params={"reason": REASON},
            response_timeout=timedelta(days=1),
            map_index_template="{{ task.subject }}",
        )
        keep(observation=observation, subject=subject, given=decide.output)

    figure.expand_kwargs(waiting())


review_figures()
