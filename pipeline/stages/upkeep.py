"""Stage of keeping the home folder small and sound. Raw pages and people's decisions are never deleted."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pipeline import archive
from pipeline.settings import Settings
from pipeline.warehouse.access import writer
from pipeline.warehouse.compact import compact, stored_bytes

EMPTY_BATCHES_FOR = timedelta(days=30)  # rounds that had nothing but failures and "not modified" are kept so long


@dataclass(frozen=True, slots=True)
class UpkeepReport:
    """Batches without a page that were deleted; the warehouse before and after; silences past their last day."""

    batches_deleted: tuple[str, ...]
    bytes_before: int
    bytes_after: int
    overdue_silences: tuple[str, ...]


def tidy(settings: Settings) -> UpkeepReport:
    """Write the warehouse out and give space back; name the silences that somebody should end or renew."""
    deleted = archive.thin(settings, datetime.now(UTC) - EMPTY_BATCHES_FOR)
    with writer(settings) as warehouse:
        before = stored_bytes(warehouse)
        overdue = warehouse.execute(
            "SELECT until || ': ' || concat_ws(', ', subject, entity, portal) || ' — ' || reason "
            "FROM core.silence WHERE until < current_date ORDER BY until"
        )
        compact(warehouse)
        after = stored_bytes(warehouse)
    return UpkeepReport(deleted, before, after, tuple(str(line) for (line,) in overdue))
