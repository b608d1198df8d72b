"""Stages that answer questions from the published copy: the board, why a figure holds, what became of a page."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from pipeline.errors import UsageError
from pipeline.normalise import fold
from pipeline.reference import COUNTRY, COUNTRY_NAME, Reference, load_reference
from pipeline.settings import Settings
from pipeline.warehouse.access import reader
from pipeline.warehouse.connection import TIME_ZONE, Table
from pipeline.warehouse.lines import Lines
from pipeline.warehouse.queries import ask, ask_as_of

LAST_DAY_OF_63 = date(2025, 6, 30)
VIETNAM = ZoneInfo(TIME_ZONE)


@dataclass(frozen=True, slots=True)
class PageStory:
    """What became of one address, ending in one verdict."""

    url: str
    requests: Table
    articles: Table
    verdict: str


def board(settings: Settings, indicator: str | None, period: str | None, moment: datetime | None = None) -> Table:
    """Ranks of one edition, or of the newest one, as known now or at a moment."""
    with reader(settings) as warehouse:
        wanted = find_indicator(indicator) if indicator else None
        given = {"indicator": wanted, "period": period}
        if moment is None:
            return ask(warehouse, "board", given)
        return ask_as_of(warehouse, moment, "board", given, Lines((wanted,) if wanted else None, None))


def why(settings: Settings, entity: str, subject: str, period: str, moment: datetime | None = None) -> Table:
    """Every value that competes for one figure, or competed at a moment, the winner first."""
    reference = load_reference()
    found, wanted = find_entity(reference, entity, period), find_subject(reference, subject)
    given = {"entity": found, "subject": wanted, "period": period}
    with reader(settings) as warehouse:
        if moment is None:
            return ask(warehouse, "why", given)
        return ask_as_of(warehouse, moment, "why", given, Lines((wanted,), (found,)))


def news(settings: Settings, since: datetime | None) -> Table:
    """Ranks that pages told us since a moment, the newest first."""
    with reader(settings) as warehouse:
        return ask(warehouse, "news", {"since": since})


def read_moment(text: str, *, at_end: bool) -> datetime:
    """A day of Vietnam, as its first moment or its last; or a moment, of Vietnam where it names no zone."""
    try:
        if len(text) == len("2025-07-01"):
            moment = datetime.combine(date.fromisoformat(text), time.max if at_end else time.min, VIETNAM)
        else:
            moment = datetime.fromisoformat(text)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
        moment.astimezone(UTC)  # what the calendar does not hold everywhere is no moment
    except (ValueError, OverflowError) as error:
        raise UsageError(f"{text!r} is neither a day nor a moment; write 2025-07-01 or 2025-07-01T08:30") from error
    return moment


def explain(settings: Settings, url: str) -> PageStory:
    with reader(settings) as warehouse:
        requests = ask(warehouse, "page_requests", {"url": url})
        articles = ask(warehouse, "page_articles", {"url": url})
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
