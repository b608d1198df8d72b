"""Edge: pipeline/reference/corrections.csv -> rows of core.correction, and the batches that they are about."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from pipeline import reference
from pipeline.errors import UsageError
from pipeline.model import Measure
from pipeline.reference import COUNTRY, load_reference
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.insert import Row

FILE = "corrections.csv"
# Batches already judged that hold a figure of a page with a correction.
CONCERNED = """
SELECT DISTINCT o.batch
FROM core.correction AS c
JOIN core.article AS a ON a.url = c.url
JOIN core.observation AS o ON o.article = a.article AND o.subject = c.subject AND o.entity = c.entity
WHERE o.status <> 'new'
"""


def corrections() -> Iterator[Row]:
    """Raises UsageError that names the line which cannot be understood."""
    with (reference.FOLDER / FILE).open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                yield _row(row)
            except (ValueError, InvalidOperation) as error:
                raise UsageError(
                    f"{FILE}:{number}: {error or 'no number or no day'}; docs/reviewing.md tells what each column takes"
                ) from error


def concerned(warehouse: Warehouse) -> set[str]:
    return {str(batch) for (batch,) in warehouse.execute(CONCERNED)}


def _row(row: dict[str, str]) -> Row:
    facts = load_reference()
    counters = {counter["name"] for counter in facts.counters}
    _known("subject", row["subject"], facts.indicators.keys() | counters)
    _known("entity", row["entity"], facts.provinces.keys() | facts.ministries.keys() | {COUNTRY})
    for name in ("period", "url", "reason", "decided_by"):
        if not row[name].strip():
            raise ValueError(f"{name} is empty")
    return row | {
        "measure": Measure(row["measure"]).value,
        "expect": Decimal(row["expect"]),
        "value": Decimal(row["value"]),
        "decided_on": date.fromisoformat(row["decided_on"]),
    }


def _known(name: str, value: str, known: set[str]) -> None:
    if value not in known:
        raise ValueError(f"no {name} {value!r} is known")
