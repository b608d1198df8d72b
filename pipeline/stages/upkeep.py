"""Stage of keeping the home folder small and sound. Raw pages and people's decisions are never deleted."""

from dataclasses import dataclass

from pipeline.settings import Settings
from pipeline.warehouse.access import writer


@dataclass(frozen=True, slots=True)
class UpkeepReport:
    """Bytes of the warehouse file before and after, and silences whose last day is past."""

    bytes_before: int
    bytes_after: int
    overdue_silences: tuple[str, ...]


def tidy(settings: Settings) -> UpkeepReport:
    """Write the warehouse out and give space back; name the silences that somebody should end or renew."""
    before = settings.warehouse.stat().st_size if settings.warehouse.exists() else 0
    with writer(settings) as warehouse:
        overdue = warehouse.execute(
            "SELECT until || ': ' || concat_ws(', ', subject, entity, portal) || ' — ' || reason "
            "FROM core.silence WHERE until < current_date ORDER BY until"
        )
        warehouse.execute("CHECKPOINT wh")
    return UpkeepReport(before, settings.warehouse.stat().st_size, tuple(str(line) for (line,) in overdue))
