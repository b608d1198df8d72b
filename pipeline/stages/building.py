"""Stages from fetched pages to figures: extract, strip, observe, group, load. One batch after the other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from pipeline import archive
from pipeline.discover import discover
from pipeline.duplicates.fingerprint import fingerprint
from pipeline.duplicates.strip import strip
from pipeline.errors import EncodingError, LayoutChangedError, NotAnArticleError, ParwatchError, UsageError
from pipeline.extract import extract
from pipeline.model import Article, FetchRecord, Outcome, Page, Portal, Snapshot
from pipeline.observe import observe
from pipeline.portals import read_portals
from pipeline.reference import load_reference
from pipeline.settings import Settings
from pipeline.stages.reading import find_portal, own_province, saved_page
from pipeline.version import CODE_VERSION
from pipeline.warehouse.access import writer
from pipeline.warehouse.batch import Batch, ReadArticle
from pipeline.warehouse.index import group_articles
from pipeline.warehouse.load import load
from pipeline.warehouse.pages import known_pages

YIELDS = {EncodingError: "undecodable", LayoutChangedError: "layout_changed", NotAnArticleError: "no_article"}


@dataclass(frozen=True, slots=True)
class Problem:
    """A page that gave no article, and what to do about it."""

    portal: str
    url: str
    what: str

    @property
    def line(self) -> str:
        return self.what if self.url in self.what else f"{self.portal}: {self.url}: {self.what}"


@dataclass(frozen=True, slots=True)
class BuildReport:
    batches: tuple[str, ...]
    articles: int
    observations: int
    problems: tuple[Problem, ...]
    already_held: int = 0  # saved pages whose bytes we had from the same address


@dataclass(frozen=True, slots=True)
class _Given:
    """What one page's bytes gave."""

    said: str  # for core.fetch.yield
    article: ReadArticle | None = None
    pages: tuple[Page, ...] = ()
    problem: Problem | None = None


def build(settings: Settings) -> BuildReport:
    """Load every fetched batch that is not loaded yet. A batch stays in the inbox until its load has been committed.

    Those of a portal whose file cannot be read wait there.
    """
    portals, broken = read_portals(settings.portals_folder)
    waiting = archive.pending(settings)
    paths = [path for path in waiting if archive.read_header(path).portal not in broken]
    reports = [_build_one(settings, path, portals) for path in paths]
    unread = {archive.read_header(path).portal for path in waiting} & set(broken)
    return BuildReport(
        batches=tuple(name for report in reports for name in report.batches),
        articles=sum(report.articles for report in reports),
        observations=sum(report.observations for report in reports),
        problems=(
            *(Problem(name, "its inbox", f"pages wait: {broken[name]}") for name in sorted(unread)),
            *(problem for report in reports for problem in report.problems),
        ),
    )


def ingest(
    settings: Settings, portal_name: str, paths: Sequence[Path], published: date | None, url: str | None
) -> BuildReport:
    """Archive saved pages as one batch, then load it like any other. Pages held with the same bytes are left out."""
    portal = find_portal(settings, portal_name)
    if url and len(paths) != 1:
        raise UsageError("ingest: --url names the address of one page; name one file with it")
    started_at = datetime.now(UTC)
    found = [snapshot for path in paths for snapshot in _snapshots(path, portal, url, started_at)]
    with writer(settings) as warehouse:
        known = known_pages(warehouse, portal.name, [snapshot.url for snapshot in found])
    new = [each for each in found if each.url not in known or known[each.url].body_sha256 != each.sha256]
    with archive.BatchWriter(settings, portal.name, started_at) as batch:
        for snapshot in new:
            batch.add_page(snapshot, published)
    return replace(build(settings), already_held=len(found) - len(new))


def read_batch(settings: Settings, path: Path, portals: dict[str, Portal]) -> tuple[Batch, tuple[Problem, ...]]:
    """Everything one archived batch gives, but for its grouping. No clock, no network, no warehouse."""
    archived = archive.read_header(path)
    portal = portals.get(archived.portal)
    if portal is None:
        raise UsageError(
            f"{archived.archive_file}: there is no portal {archived.portal!r} any more; restore its file to read this"
        )
    records: list[FetchRecord] = []
    given: dict[str, _Given] = {}
    for record, snapshot in archive.read_batch(settings, path):  # page by page: the bytes may be many
        records.append(record)
        given[record.id] = _read(record, snapshot, portal)
    batch = Batch(
        name=archived.batch,
        portal=portal.name,
        started_at=archived.started_at,
        archive_file=archived.archive_file,
        code_version=CODE_VERSION,
        fetches=tuple(records),
        yields={key: each.said for key, each in given.items() if each.said},
        pages=tuple(page for each in given.values() for page in each.pages),
        articles=tuple(each.article for each in given.values() if each.article),
    )
    return batch, tuple(each.problem for each in given.values() if each.problem)


def _build_one(settings: Settings, path: Path, portals: dict[str, Portal]) -> BuildReport:
    batch, problems = read_batch(settings, path, portals)
    with writer(settings) as warehouse:
        loaded = warehouse.tx(lambda: load(warehouse, group_articles(warehouse, batch, portals)))
    archive.done(settings, batch.name)
    return BuildReport((batch.name,), loaded.articles, loaded.observations, problems)


def _read(record: FetchRecord, snapshot: Snapshot | None, portal: Portal) -> _Given:
    """One page at the stage's border: what a page lacks is said of that page, and the others go on."""
    if snapshot is None or record.outcome is not Outcome.OK or record.purpose == "robots":
        return _Given("")
    try:
        if record.purpose in {"article", "file"}:
            article = _read_article(record, snapshot, portal)
            return _Given("article", article=article)
        pages = discover(snapshot, portal).pages
        return _Given(f"pages:{len(pages)}", pages=pages)
    except ParwatchError as error:
        said = next((said for kind, said in YIELDS.items() if isinstance(error, kind)), "unreadable")
        return _Given(said, problem=Problem(portal.name, record.url, str(error)))
    except Exception as error:  # a mistake of ours: say over which page
        error.add_note(f"while reading {record.url} in {record.archive_file}, offset {record.archive_offset}")
        raise


def _read_article(record: FetchRecord, snapshot: Snapshot, portal: Portal) -> ReadArticle:
    article = _with_hints(strip(extract(snapshot, portal)), record)
    reading = observe(
        article.body,
        entity=own_province(portal),
        published=article.published,
        reference=load_reference(),
        heading=article.title or "",
    )
    return ReadArticle(
        article=article,
        fetch=record.id,
        observed_at=record.fetched_at,
        observations=reading.observations,
        fingerprint=fingerprint(article.body),
    )


def _with_hints(article: Article, record: FetchRecord) -> Article:
    """A person who saved the page knows its day; a feed's day only stands in for a missing one."""
    is_saved = record.purpose == "file"
    published = (record.published or article.published) if is_saved else (article.published or record.published)
    return replace(article, published=published, title=article.title or record.title)


def _snapshots(path: Path, portal: Portal, url: str | None, at: datetime) -> list[Snapshot]:
    if path.name.endswith((".warc", ".warc.gz")):
        return list(archive.read_foreign(path, portal.name))
    return [saved_page(path, portal, url, at)]
