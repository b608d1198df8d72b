"""The files of sql/checks as tasks: name, title, the words at their head; and what the tasks of a check run do.

Read at parsing: opens no database.
"""

from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from airflow.sdk import Metadata
from airflow.sdk.exceptions import AirflowSkipException

import pipeline
from parwatch_airflow.assets import QUARANTINE
from parwatch_airflow.findings import judge, summary
from parwatch_airflow.tasks import say, settings

FOLDER = Path(pipeline.__path__[0]).parent / "sql" / "checks"


@dataclass(frozen=True, slots=True)
class CheckTask:
    name: str
    title: str
    doc: str


def _read(path: Path) -> CheckTask:
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line.removeprefix("--").strip() for line in takewhile(lambda line: line.startswith("--"), lines)]
    doc = "\n".join(f"\n**{key}**:{rest}" if rest else key for key, _, rest in (line.partition(":") for line in head))
    return CheckTask(path.stem, path.stem.replace("_", " ").capitalize(), doc)


CHECKS = [_read(path) for path in sorted(FOLDER.glob("*.sql"))]


def run_checks() -> list[str]:
    """The batches that were checked."""
    from pipeline.stages import checking

    results = checking.run_checks(settings())
    say(summary(results))
    return list(results[0].batches or ()) if results else []


def settle(batches: list[str]) -> int:
    """How many figures were quarantined."""
    from pipeline.stages import checking

    report = checking.settle(settings(), batches)
    say(report)
    return report.quarantined


def publish() -> None:
    from pipeline.stages import checking

    say(checking.publish(settings()))


def ask(quarantined: int, batches: list[str]) -> Metadata:
    if not quarantined:
        raise AirflowSkipException("nothing was quarantined")
    return Metadata(QUARANTINE, extra={"batches": batches})


def tell(name: str, batches: list[str] | None) -> None:
    """Red or green, and the rows, as kept when the checks ran."""
    from pipeline.stages import checking

    if not batches:
        raise AirflowSkipException("nothing was checked")
    judge(checking.found(settings(), name, batches))
