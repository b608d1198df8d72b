"""Stage of looking at a portal live: what works, what does not, which line of its file to change. Keeps nothing."""

import asyncio
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from pipeline.discover import Discovery, discover
from pipeline.duplicates.strip import strip
from pipeline.errors import ParwatchError
from pipeline.extract import extract
from pipeline.fetch import Fetched, Fetcher, Pace, Shared
from pipeline.model import Article, Outcome, Page, Portal
from pipeline.portals import sources
from pipeline.settings import Settings
from pipeline.stages.reading import find_portal, observed

SAMPLES = 3  # articles read
_HOME_CHANGES = {
    Outcome.UNREACHABLE: "home (or extra_ca, if its certificates are incomplete)",
    Outcome.MISSING: "home",
    Outcome.REFUSED: "home, or hosts where it redirects to",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing looked at. `change` names the line of the portal's file to change, where that would help."""

    what: str
    said: str
    change: str | None = None
    is_ok: bool = True


@dataclass(frozen=True, slots=True)
class ProbeReport:
    portal: str
    steps: tuple[Step, ...]

    @property
    def is_ok(self) -> bool:
        return all(step.is_ok for step in self.steps)

    def rows(self) -> list[tuple[object, ...]]:
        return [("ok" if one.is_ok else "no", one.what, one.said, one.change or "") for one in self.steps]


def check_portals(settings: Settings, names: tuple[str, ...]) -> tuple[ProbeReport, ...]:
    """Each portal on its own turn, side by side."""
    portals = [find_portal(settings, name) for name in names]

    async def run() -> list[ProbeReport]:
        async with Shared(settings, Pace(settings.state / "pace")) as shared:
            return await asyncio.gather(*(check_portal(shared, portal) for portal in portals))

    return tuple(asyncio.run(run()))


async def check_portal(shared: Shared, portal: Portal) -> ProbeReport:
    fetcher = Fetcher(shared, portal)
    home, is_reached = await _home(fetcher, portal)
    steps = [home, await _robots(fetcher, portal)]
    pages: list[Page] = []
    if is_reached and steps[1].is_ok:
        for url, kind in sources(portal):
            step, found = await _source(fetcher, portal, url, kind)
            steps.append(step)
            pages += found.pages if found else ()
        steps += [await _article(fetcher, portal, page) for page in pages[:SAMPLES]]
    return ProbeReport(portal.name, tuple(steps))


async def named_by(fetcher: Fetcher, portal: Portal, url: str, kind: str) -> tuple[Discovery | None, str]:
    """What one source names, or why nothing."""
    fetched = await fetcher.get(url, kind)
    if fetched.snapshot is None:
        return None, _told(fetched)
    try:
        return discover(fetched.snapshot, portal, expected=kind, limits=fetcher.limits), "ok"
    except ParwatchError as error:
        return None, str(error)


async def read_article(fetcher: Fetcher, portal: Portal, url: str) -> Article | str:
    """One page's article, or why there is none."""
    fetched = await fetcher.get(url, "article")
    if fetched.snapshot is None:
        return _told(fetched)
    try:
        return strip(extract(fetched.snapshot, portal))
    except ParwatchError as error:
        return str(error)


async def _home(fetcher: Fetcher, portal: Portal) -> tuple[Step, bool]:
    """And whether its server answers at all, so that its sources are worth a look."""
    fetched = await fetcher.get(portal.home, "listing")
    is_ok = fetched.snapshot is not None
    change = _HOME_CHANGES.get(fetched.record.outcome)
    return Step("home", _told(fetched), None if is_ok else change, is_ok=is_ok), fetched.record.status is not None


async def _robots(fetcher: Fetcher, portal: Portal) -> Step:
    rules = await fetcher.rules(portal.home)
    if rules.refusal:
        return Step("robots.txt", rules.refusal, is_ok=False)
    pause = await fetcher.delay_seconds(portal.home)
    slower = pause > portal.delay_seconds
    return Step("robots.txt", f"read; {pause:g} s between requests", "delay_seconds" if slower else None)


async def _source(fetcher: Fetcher, portal: Portal, url: str, kind: str) -> tuple[Step, Discovery | None]:
    found, why = await named_by(fetcher, portal, url, kind)
    if found is not None and not found.pages:  # an index: the newest of its sitemaps stands for all
        index, (found, why) = found, await named_by(fetcher, portal, found.more[0], kind)
        why = f"names {len(index.more)} further sitemaps; {index.more[0]}: {why}"
    if found is None or not found.pages:
        key = "article_links or article_path, or listings" if kind == "listing" else f"{kind}s"
        return Step(
            f"{kind} {url}", why if found is None else "names sitemaps of sitemaps only", key, is_ok=False
        ), None
    more = f", {len(found.more)} more to follow" if found.more else ""
    foreign = f", {found.foreign} of other hosts" if found.foreign else ""
    return Step(f"{kind} {url}", f"{len(found.pages)} addresses{more}{foreign}"), found


async def _article(fetcher: Fetcher, portal: Portal, page: Page) -> Step:
    article = await read_article(fetcher, portal, page.url)
    what = f"article {urlsplit(page.url).path}"
    if isinstance(article, str):
        return Step(what, article, "[[layouts]], or article_path if it is none", is_ok=False)
    article = replace(article, published=article.published or page.published, title=article.title or page.title)
    reading = observed(article, portal)
    facts = {"title": article.title, "published": article.published, "body": len(article.body) > 0}
    missing = [name for name, fact in facts.items() if not fact]
    said = (
        f"{article.title or 'no title'} · {article.published or 'no day'} · {len(article.body)} characters by "
        f"{article.layout} · {len(reading.rankings)} ranks and scores, {len(reading.counters)} counts"
    )
    return Step(what, said, f"[[layouts]]: {', '.join(missing)}" if missing else None, is_ok=not missing)


def _told(fetched: Fetched) -> str:
    record = fetched.record
    where = f" at {record.final_url}" if record.final_url and record.final_url != record.url else ""
    size = f", {record.body_bytes} bytes" if record.body_bytes else ""
    return f"{record.outcome}{size}{where}" + (f": {record.reason}" if record.reason else "")
