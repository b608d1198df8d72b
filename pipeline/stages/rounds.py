"""A whole round in one process, through the same stages as the DAGs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pipeline.errors import DeliveryError
from pipeline.settings import Settings
from pipeline.stages import alerting, backfilling, building, checking, fetching
from pipeline.stages.building import BuildReport
from pipeline.stages.checking import SettleReport
from pipeline.stages.fetching import FetchReport


@dataclass(frozen=True, slots=True)
class RoundReport:
    """What one round did, and whether a person is needed."""

    built: BuildReport
    settled: SettleReport
    red_checks: tuple[str, ...]
    published: Path
    fetched: tuple[FetchReport, ...] = ()
    undelivered: str | None = None
    problems: tuple[str, ...] = field(default=())

    @property
    def needs_a_person(self) -> bool:
        broken = any(each.is_broken for each in self.fetched)
        return bool(broken or self.settled.quarantined or self.built.problems or self.undelivered)

    def portal_rows(self) -> list[tuple[object, ...]]:
        return [(each.portal, each.state, each.new_pages, each.why or "") for each in self.fetched]

    def lines(self) -> list[str]:
        judged = f"{self.settled.accepted} accepted, {self.settled.quarantined} wait for a person (`parwatch review`)"
        found = [
            f"{self.built.articles} new article(s), {self.built.observations} figure(s): {judged}",
            f"{self.settled.alerts} rank change(s) worth telling",
        ]
        if self.built.already_held:
            found.append(f"{self.built.already_held} page(s) already held with the same bytes: nothing changed")
        found += [each.line for each in self.built.problems]
        if self.red_checks:
            found.append(f"checks with rows: {', '.join(self.red_checks)} (`parwatch check NAME` shows them)")
        if self.undelivered:
            found.append(self.undelivered)
        return [*found, f"published: {self.published}"]


def run_round(settings: Settings, names: Sequence[str], tell: Callable[[str], None] = lambda _: None) -> RoundReport:
    """Fetch the named portals (all that stand, if none is named), then everything up to the alerts."""
    tell("fetching")
    fetched = fetching.fetch_portals(settings, tuple(names) or fetching.plan(settings))
    tell("reading pages")
    return _finish(settings, building.build(settings), tell, fetched)


def run_backfill(  # as many arguments as the form has fields
    settings: Settings,
    names: Sequence[str],
    since: str | None,
    until: str | None,
    most_pages: int,
    tell: Callable[[str], None] = lambda _: None,
) -> RoundReport:
    """Fetch portals' past, then everything up to the alerts."""
    tell("fetching")
    fetched = backfilling.backfill(settings, names, since, until, most_pages)
    tell("reading pages")
    return _finish(settings, building.build(settings), tell, fetched)


def run_ingest(
    settings: Settings, portal: str, files: Sequence[Path], published: date | None, url: str | None
) -> RoundReport:
    """The same from saved pages."""
    return _finish(settings, building.ingest(settings, portal, files, published, url), lambda _: None)


def _finish(
    settings: Settings, built: BuildReport, tell: Callable[[str], None], fetched: tuple[FetchReport, ...] = ()
) -> RoundReport:
    tell("checking")
    results = checking.run_checks(settings)
    settled = checking.settle(settings)
    tell("publishing")
    checking.publish(settings)  # nobody is told before readers can look
    undelivered = _send(settings)
    return RoundReport(
        built=built,
        settled=settled,
        red_checks=tuple(each.check.name for each in results if each.table.rows),
        published=checking.publish(settings),
        fetched=fetched,
        undelivered=undelivered,
    )


def _send(settings: Settings) -> str | None:
    alerting.compose_due(settings)
    alerting.deliver(settings)
    try:
        alerting.confirm(settings)
    except DeliveryError as error:
        return str(error)
    return None
