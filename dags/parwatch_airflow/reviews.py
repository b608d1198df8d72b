"""What the tasks of a review do: which figures to ask about, and a person's answer kept and published."""

from typing import Any

from parwatch_airflow.questions import answer, question
from parwatch_airflow.tasks import reviewed_batches, settings

AT_ONCE = 50


def pending() -> list[dict[str, str]]:
    """Questions on the figures of the run's batches, or on all that wait."""
    from pipeline.stages import reviewing

    batches = reviewed_batches()
    rows = reviewing.pending(settings()).records()
    return [question(row) for row in rows if not batches or row["batch"] in batches][:AT_ONCE]


def record(observation: str, subject: str, given: dict[str, Any]) -> None:  # noqa: ARG001 - its label
    from pipeline.stages import checking, reviewing

    reviewing.decide(settings(), **answer(observation, given))
    checking.publish(settings())
