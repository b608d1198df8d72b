"""What one round of fetching did for one portal."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What one round did for one portal, and whether a person is needed.

    `state`: new, nothing_new, broken (something of its answers is not recognised), blocked, unreachable, failed.
    """

    portal: str
    state: str
    batch: str = ""
    archive_file: str | None = None
    known_pages: int = 0  # named again by a source, and held
    new_pages: int = 0  # fetched, that were not held before
    changed_pages: int = 0  # held, and found with other bytes
    revisited: int = 0
    requests: int = 0
    outcomes: tuple[tuple[str, int], ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def is_broken(self) -> bool:
        return self.state not in {"new", "nothing_new"}

    @property
    def why(self) -> str | None:
        return self.problems[0] if self.problems else None
