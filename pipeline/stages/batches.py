"""Archived batches -> articles with figures: extract, strip, observe. In this process, or in several ahead of time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import accumulate
from pathlib import Path

from pipeline import archive
from pipeline.discover import discover
from pipeline.duplicates.fingerprint import fingerprint
from pipeline.duplicates.strip import strip
from pipeline.errors import EncodingError, LayoutChangedError, NotAnArticleError, ParwatchError, UsageError
from pipeline.extract import extract
from pipeline.model import Article, FetchRecord, Outcome, Page, Portal, Snapshot
from pipeline.settings import Settings
from pipeline.stages.ahead import ahead
from pipeline.stages.reading import observed
from pipeline.version import CODE_VERSION
from pipeline.warehouse.batch import Batch, ReadArticle

YIELDS = {EncodingError: "undecodable", LayoutChangedError: "layout_changed", NotAnArticleError: "no_article"}
TOGETHER = 500  # articles that are looked up and committed together
MUCH = 1_000_000  # bytes of the files: less is read here before a process has loaded its code


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
class _Page:
    """What one page's bytes gave."""

    said: str  # for core.fetch.yield
    article: ReadArticle | None = None
    pages: tuple[Page, ...] = ()
    problem: Problem | None = None


Given = tuple[Batch, tuple[Problem, ...]]


def read_batch(settings: Settings, path: Path, portals: dict[str, Portal]) -> Given:
    """Everything one archived batch gives, but for its grouping. No clock, no network, no warehouse."""
    archived = archive.read_header(path)
    portal = portals.get(archived.portal)
    if portal is None:
        raise UsageError(
            f"{archived.archive_file}: there is no portal {archived.portal!r} any more; restore its file to read this"
        )
    records: list[FetchRecord] = []
    given: dict[str, _Page] = {}
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


@contextmanager
def reading(
    settings: Settings, paths: Sequence[Path], portals: dict[str, Portal], processes: int | None = None
) -> Iterator[Iterator[Given]]:
    """The batches of these files in their order; of many, read by several processes, few are in memory at a time."""
    sizes = accumulate(archive.size(settings, path) for path in paths)  # no more are asked than make it much
    if processes is None and not any(size >= MUCH for size in sizes):
        processes = 0
    tasks = [(path, portals.get(archive.read_header(path).portal)) for path in paths]
    with ahead(partial(_read_one, settings), tasks, processes) as read:
        yield read


def together(read: Iterator[Given]) -> Iterator[list[Given]]:
    """Batches in their order, as many at a time as memory holds well. What reading one raises comes last."""
    some: list[Given] = []
    try:
        for given in read:
            some.append(given)
            if sum(len(batch.articles) for batch, _ in some) >= TOGETHER:
                yield some
                some = []
    except Exception:
        if some:
            yield some
        raise
    if some:
        yield some


def _read_one(settings: Settings, task: tuple[Path, Portal | None]) -> Given:
    path, portal = task
    return read_batch(settings, path, {portal.name: portal} if portal else {})


def _read(record: FetchRecord, snapshot: Snapshot | None, portal: Portal) -> _Page:
    """One page at the stage's border: what a page lacks is said of that page, and the others go on."""
    if snapshot is None or record.outcome is not Outcome.OK or record.purpose == "robots":
        return _Page("")
    try:
        if record.purpose in {"article", "file"}:
            article = _read_article(record, snapshot, portal)
            return _Page("article", article=article)
        pages = discover(snapshot, portal).pages
        return _Page(f"pages:{len(pages)}", pages=pages)
    except ParwatchError as error:
        said = next((said for kind, said in YIELDS.items() if isinstance(error, kind)), "unreadable")
        return _Page(said, problem=Problem(portal.name, record.url, str(error)))
    except Exception as error:  # a mistake of ours: say over which page
        error.add_note(f"while reading {record.url} in {record.archive_file}, offset {record.archive_offset}")
        raise


def _read_article(record: FetchRecord, snapshot: Snapshot, portal: Portal) -> ReadArticle:
    article = _with_hints(strip(extract(snapshot, portal)), record)
    reading = observed(article, portal)
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
