"""What analysts wait for as a history grows: the questions they ask most.

    python -m benchmarks.history [articles …] [--keep folder]     10000 100000 if no size is given

Each question is asked of the published copy (world.py) with two threads, in a copy opened anew for each kind. The wish:
300 ms a question at a million articles.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from benchmarks.grown import Clock, main
from pipeline.settings import Settings
from pipeline.warehouse.access import reader
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.lines import Lines
from pipeline.warehouse.queries import ask, ask_as_of

RUNS = 5
PROVINCE = "yen-bai"
YEAR = "2023"  # of the newest edition that the history tells of
QUESTIONS: dict[str, Callable[[Warehouse], object]] = {
    "latest board": lambda copy: ask(copy, "board", {"indicator": "PAPI"}),
    "everything of a province": lambda copy: copy.query(f"FROM rank_history WHERE entity = '{PROVINCE}' ORDER BY ALL"),
    "rank changes of an edition": lambda copy: copy.query(
        f"FROM rank_change WHERE subject = 'PAPI' AND period = '{YEAR}' ORDER BY ALL"
    ),
    "contradictions of an indicator": lambda copy: ask(copy, "contradictions", {"indicator": "PAPI"}),
    "board as of a moment": lambda copy: ask_as_of(
        copy, datetime(2024, 6, 20, tzinfo=UTC), "board", {"indicator": "PAPI"}, Lines(("PAPI",), None)
    ),
    "why one figure holds": lambda copy: ask(copy, "why", {"entity": PROVINCE, "subject": "PAPI", "period": YEAR}),
}


def measure(settings: Settings, clock: Clock) -> None:
    for name, question in QUESTIONS.items():
        with reader(settings) as copy:
            copy.execute("SET threads = 2")
            for _ in range(RUNS):
                clock.time(name, partial(question, copy))


if __name__ == "__main__":
    main(__doc__, measure)
