# mypy: disable-error-code="untyped-decorator"
"""Read archived pages again with the code and the reference facts of today, without the network. By hand, with a form.

Compare first: it shows which figures would come, go or change, and writes nothing. Then run it again with *compare
only* off: the new reading is loaded, checked and published, and nobody is alerted. Safe to stop and to run again.
"""

from typing import Any

from airflow.sdk import Param, dag
from parwatch_airflow.tasks import COMMON, DEFAULTS, WAREHOUSE_POOL, say, settings, task


@dag(
    dag_display_name="Replay",
    schedule=None,
    tags=["parwatch", "by hand"],
    doc_md=__doc__,
    **COMMON | {"default_args": DEFAULTS | {"retries": 0}},
    params={
        "portal": Param(None, type=["null", "string"], title="Portal", description="Its name; empty: all portals"),
        "since": Param(None, type=["null", "string"], format="date", title="Fetched since", description="Empty: ever"),
        "until": Param(None, type=["null", "string"], format="date", title="Fetched until", description="Empty: today"),
        "reason": Param("", type="string", minLength=5, title="Reason", description="Kept with what is loaded"),
        "compare_only": Param(
            default=True, type="boolean", title="Compare only", description="Show the differences, load nothing"
        ),
    },
)
def replay() -> None:
    @task(task_display_name="Replay", pool=WAREHOUSE_POOL)
    def read_again(params: dict[str, Any] | None = None) -> None:
        from pipeline.stages import replaying

        say(replaying.replay(settings(), **(params or {})))

    read_again()


replay()
