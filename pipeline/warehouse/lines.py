"""Edge: lines are one subject of one entity through time. A batch touches few of many; views work out those alone."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from pipeline.warehouse.connection import Warehouse

MANY = 200  # lines beyond which working out everything costs no more
# A province that changed its status or name goes on as the same line, so that both are worked out together.
TOUCHED = """
WITH line AS (
    SELECT DISTINCT subject, entity FROM core.observation WHERE list_contains($1, batch)
    UNION
    SELECT subject, entity FROM core.stale_line
)
SELECT subject, entity FROM line
UNION
SELECT line.subject, same.predecessor FROM line
JOIN core.province_succession AS same ON same.successor = line.entity AND starts_with(same.kind, 'status')
UNION
SELECT line.subject, same.successor FROM line
JOIN core.province_succession AS same ON same.predecessor = line.entity AND starts_with(same.kind, 'status')
"""


@dataclass(frozen=True, slots=True)
class Lines:
    """Every line of these subjects and these entities; None stands for all there are."""

    subjects: tuple[str, ...] | None
    entities: tuple[str, ...] | None


ALL = Lines(None, None)


def touched_lines(warehouse: Warehouse, batches: Sequence[str]) -> Lines:
    """Lines that these batches speak of, and those that something else has made stale."""
    rows = warehouse.execute(TOUCHED, [list(batches)])
    if len(rows) > MANY or any(None in row for row in rows):
        return ALL
    return Lines(tuple(sorted({subject for subject, _ in rows})), tuple(sorted({entity for _, entity in rows})))


@contextmanager
def only(warehouse: Warehouse, lines: Lines) -> Iterator[None]:
    """Within this, views that ask the macro `in_lines` know of these lines alone."""
    names = {"subjects": lines.subjects, "entities": lines.entities}
    try:
        for name, values in names.items():
            if values is not None:
                listed = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
                warehouse.execute(f"SET VARIABLE {name} = CAST([{listed}] AS VARCHAR[])")
        yield
    finally:
        for name in names:
            warehouse.execute(f"RESET VARIABLE {name}")
