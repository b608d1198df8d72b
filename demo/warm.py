"""Airflow's command line with our code in memory before anything forks: `python -m demo.warm scheduler …`.

LocalExecutor forks its workers from the scheduler, and each task from a worker. What is imported here is imported
once and not once a task, which is most of what a small task costs. A change of our code needs a new scheduler.
"""

import importlib
import sys

NEEDED = (
    "airflow.sdk.execution_time.task_runner",
    "airflow.providers.standard.operators.empty",
    "airflow.providers.standard.operators.hitl",
    "pipeline.stages.alerting",
    "pipeline.stages.building",
    "pipeline.stages.checking",
    "pipeline.stages.fetching",
    "pipeline.stages.health",
    "pipeline.stages.reviewing",
)


def main() -> None:
    from airflow.__main__ import main as airflow

    for name in NEEDED:
        importlib.import_module(name)
    from pipeline.notify import open_channel
    from pipeline.reference import load_reference

    load_reference()
    open_channel("warm", "json://127.0.0.1/")  # all kinds of channels are imported with the first
    sys.argv[0] = "airflow"
    airflow()


if __name__ == "__main__":
    main()
