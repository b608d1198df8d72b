"""Edge: lines are one subject of one entity through time. A question about few is worked out for those alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pipeline.warehouse.connection import Warehouse


@dataclass(frozen=True, slots=True)
class Lines:
    """Every line of these subjects and these entities; None stands for all there are."""

    subjects: tuple[str, ...] | None
    entities: tuple[str, ...] | None


ALL = Lines(None, None)


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
