# mypy: disable-error-code="untyped-decorator"
"""Fetch what we never had: portals' pages of past days. By hand, with a form; what is held is not fetched again.

Name portals and days, or leave them empty: all watched portals, the last year. Listings are followed back page by
page, sitemaps by their months, at the portal's usual pace: 500 pages take a quarter of an hour. Run it again for what
is left: the log says so. *Build figures* loads what came. Old pages alert nobody, but of a held rank that changes.

**A red portal could not be walked back**; its log says why. *Which portals* is red where the form cannot be meant.
"""

from datetime import timedelta
from typing import Any

from airflow.sdk import Param, dag
from parwatch_airflow.assets import ARCHIVE
from parwatch_airflow.places import FETCHING
from parwatch_airflow.tasks import COMMON, PORTAL_POOL, announce, backfill_one, backfill_plan, task

DAY: dict[str, Any] = {"type": ["null", "string"], "format": "date"}


@dag(
    dag_display_name="Backfill",
    schedule=None,
    tags=["parwatch", "by hand"],
    doc_md=__doc__,
    params={
        "portals": Param(
            [], type="array", items={"type": "string"}, title="Portals", description="Names, one a line; none: all"
        ),
        "since": Param(None, **DAY, title="Published since", description="Empty: a year before the last day"),
        "until": Param(None, **DAY, title="Published until", description="Empty: today"),
        "most_pages": Param(
            500,
            type="integer",
            minimum=1,
            maximum=5_000,
            title="Pages of each portal",
            description="At most, in one run",
        ),
    },
    **COMMON,
)
def backfill() -> None:
    plan = task(task_id="plan", task_display_name="Which portals", retries=0)(backfill_plan)
    fetch = task(
        task_id="fetch",
        task_display_name="Fetch",
        pool=PORTAL_POOL,
        map_index_template="{{ task.op_kwargs['portal'] }}",
        retries=1,
        execution_timeout=timedelta(hours=5),
        on_failure_callback=None,  # a person started it and looks
        **FETCHING,
    )(backfill_one)
    told = task(task_display_name="Announce", trigger_rule="all_done", outlets=[ARCHIVE])(announce)
    fetch.expand(portal=plan()) >> told()


backfill()
