# mypy: disable-error-code="untyped-decorator"
"""Tell subscribers what changed: rank changes of the round just published, and incidents for ops. Each is told once.

**Confirm is red while a message is undelivered.** It stays in the outbox and is tried again: once by this run, then
by every later one, for 72 hours; *Watch health* starts one each ten minutes while a message waits. The log names each
channel and its answer, and so does *Ranks → Alerts*.

- A channel answers 4xx: its address or token is wrong. Mend the secret; trigger this DAG: that sends at once.
- A channel does not answer: wait, or silence it in the subscriptions.
- Too many alerts: `parwatch silence add`, with a reason and an end.
"""

from datetime import timedelta

from airflow.sdk import dag
from parwatch_airflow.assets import HEALTH, PUBLISHED
from parwatch_airflow.tasks import COMMON, DEFAULTS, WAREHOUSE_POOL, is_by_hand, say, settings, task


@dag(
    dag_display_name="4 Send alerts",
    schedule=(PUBLISHED | HEALTH),
    tags=["parwatch", "round"],
    doc_md=__doc__,
    **COMMON | {"default_args": DEFAULTS | {"pool": WAREHOUSE_POOL}},
)
def send_alerts() -> None:
    @task(task_display_name="Compose messages")
    def compose() -> None:
        from pipeline.stages import alerting

        say(f"{alerting.compose_due(settings())} message(s) composed")

    @task(task_display_name="Deliver")
    def deliver() -> None:
        from pipeline.stages import alerting

        say(alerting.deliver(settings(), at_once=is_by_hand()))

    # One more try: a run that waits for a channel holds up the alerts to all others.
    @task(task_display_name="Confirm", retries=1, retry_delay=timedelta(seconds=30), on_failure_callback=None)
    def confirm() -> None:
        from pipeline.stages import alerting

        # What failed a moment ago may pass now; nothing is sent twice.
        alerting.deliver(settings(), at_once=is_by_hand())
        alerting.confirm(settings())

    compose() >> deliver() >> confirm()


send_alerts()
