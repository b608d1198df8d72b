"""Stages that answer questions from the published copy: the board, why a figure holds, what became of a page."""

from dataclasses import dataclass
from datetime import date

from pipeline.errors import UsageError
from pipeline.normalise import fold
from pipeline.reference import COUNTRY, COUNTRY_NAME, Reference, load_reference
from pipeline.settings import Settings
from pipeline.warehouse.access import reader
from pipeline.warehouse.connection import Table
from pipeline.warehouse.queries import saved_query

LAST_DAY_OF_63 = date(2025, 6, 30)


@dataclass(frozen=True, slots=True)
class PageStory:
    """What became of one address, ending in one verdict."""

    url: str
    requests: Table
    articles: Table
    verdict: str


def board(settings: Settings, indicator: str | None, period: str | None) -> Table:
    """Ranks of one edition, or of the newest one. Raises UsageError for an unknown indicator."""
    with reader(settings) as warehouse:
        wanted = find_indicator(indicator) if indicator else None
        return warehouse.query(saved_query("board"), {"indicator": wanted, "period": period})


def why(settings: Settings, entity: str, subject: str, period: str) -> Table:
    """Every value that competes for one figure, the winner first."""
    reference = load_reference()
    found = find_entity(reference, entity, period)
    with reader(settings) as warehouse:
        return warehouse.query(
            saved_query("why"), {"entity": found, "subject": find_subject(reference, subject), "period": period}
        )


def explain(settings: Settings, url: str) -> PageStory:
    with reader(settings) as warehouse:
        requests = warehouse.query(saved_query("page_requests"), {"url": url})
        articles = warehouse.query(saved_query("page_articles"), {"url": url})
    return PageStory(url, requests, articles, _verdict(requests, articles))


def find_indicator(name: str) -> str:
    known = load_reference().indicators
    wanted = fold(name).replace("-", " ").replace("_", " ")
    for each in known.values():
        if wanted in {fold(each.id.replace("_", " ")), *(fold(printed) for printed in each.printed)}:
            return each.id
    raise UsageError(f"no indicator {name!r}; there are {', '.join(known)}")


def find_subject(reference: Reference, name: str) -> str:
    """An indicator by any of its names, or a counter by its own."""
    if name in {row["name"] for row in reference.counters}:
        return name
    return find_indicator(name)


def find_entity(reference: Reference, name: str, period: str) -> str:
    """The entity a person means by a name in a period: index years before the merger speak of the old provinces."""
    if name in reference.provinces or name in reference.ministries:
        return name
    if fold(name) == fold(COUNTRY_NAME):
        return COUNTRY
    day = LAST_DAY_OF_63 if period[:4] < "2025" else None
    province = reference.province(name, day) or (reference.named(name) or (None,))[-1]
    if province:
        return province.id
    for ministry in reference.ministries.values():
        if fold(name) in {fold(ministry.name), *(fold(alias) for alias in ministry.aliases)}:
            return ministry.id
    raise UsageError(f"no province or ministry {name!r}; write its name as on the board")


def _verdict(requests: Table, articles: Table) -> str:
    if articles.rows:
        newest = articles.records()[0]
        if newest["relation"] == "copy":
            return f"a copy of {newest['group_url']}: its figures count as one source with that"
        return (
            f"read as an article: {newest['accepted']} figure(s) accepted, {newest['quarantined']} wait for a person, "
            f"{newest['rejected']} rejected"
        )
    if not requests.rows:
        return "never seen: no feed, sitemap or listing named it; `parwatch fetch URL` tries it now"
    last = requests.records()[0]
    if last["outcome"] != "ok":
        return f"not had: {last['outcome']} ({last['reason'] or last['status']})"
    return f"had, but no article: {last['yield'] or 'not read yet'}"
