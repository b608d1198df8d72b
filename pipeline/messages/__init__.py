"""A message -> its words, in Vietnamese, English or both, within a channel's limits. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from pipeline.alert import places_up
from pipeline.dispatch import Message
from pipeline.messages import words
from pipeline.messages.phrases import PHRASES, TITLES
from pipeline.messages.rendering import Form, Line, Link, block, inert, table
from pipeline.model import Alert, RankChange
from pipeline.subscriptions import Subscription

__all__ = ["Form", "Worded", "word"]

NO_LIMIT = 1_000_000
DETAILS = 5  # alerts of a digest that are told with sentence, addresses and reason; the others are rows of its table
ROWS = {"chat": 15, "plain": 100, "html": 100}
FEWEST_ROWS = 5


@dataclass(frozen=True, slots=True)
class Worded:
    """What a channel is given. `thread` is the same for all news of one index and edition."""

    title: str
    body: str
    thread: str = ""
    picture: bytes | None = None  # PNG


def word(
    message: Message,
    subscription: Subscription,
    form: Form,
    body_limit: int = NO_LIMIT,
    title_limit: int = NO_LIMIT,
    picture: bytes | None = None,
) -> Worded:
    """Word a message within a channel's limits (characters): what does not fit is counted, never cut mid-sentence."""
    sheet = _Sheet(message, subscription.language.split("+"), form, subscription.board, has_picture=picture is not None)
    title = inert(sheet.title(), "chat" if form == "chat" else "plain")
    if len(title) > title_limit:
        title = title[: title_limit - 1] + "…"
    return Worded(title, sheet.fitted(body_limit), _thread(message.alerts[0]), picture)


def _thread(first: Alert) -> str:
    fact = first.change or first.table
    if fact:
        return f"{words.printed(fact.subject)} {fact.period}"
    return first.incident.where if first.incident else ""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A message on its way into one form."""

    message: Message
    languages: list[str]
    form: Form
    board: str | None
    has_picture: bool

    def title(self) -> str:
        alerts = self.message.alerts
        if len(alerts) == 1:
            return words.title(alerts[0], self.languages)
        key = "many" if self.message.subject else "many_incidents"
        told = " / ".join(TITLES[each][key].format(n=len(alerts)) for each in self.languages)
        return f"{_thread(alerts[0])}: {told}" if self.message.subject else told

    def fitted(self, limit: int) -> str:
        """The fullest body that fits: first fewer are told in full, then fewer rows are shown."""
        bodies = (self._body(details, rows) for details, rows in self._sizes())
        return next((body for body in bodies if len(body) <= limit), self._body(0, 0)[: limit - 1] + "…")

    def _sizes(self) -> Iterator[tuple[int, int]]:
        """How many alerts are told in full, and how many stand in the table; the fullest first."""
        most = min(len(self.message.alerts), DETAILS)
        rows = min(len(self._changes()), ROWS[self.form]) if len(self.message.alerts) > 1 else 0
        fewest = min(rows, FEWEST_ROWS)
        for details in range(most, -1, -1):
            yield from ((details, shown) for shown in range(rows, fewest - 1, -1))
        yield from ((0, shown) for shown in range(fewest, -1, -1))

    def _body(self, details: int, rows: int) -> str:
        alerts = self.message.alerts
        told = [block(list(self._lines(each)), self.form) for each in alerts[:details]]
        left = len(alerts) - max(details, rows)
        parts = [*self._table(rows), self._picture(), *told, self._more(left), self._closing()]
        return ("\n" if self.form == "html" else "\n\n").join(part for part in parts if part)

    def _lines(self, alert: Alert) -> Iterator[Line]:
        yield from (words.sentence(alert, each) for each in self.languages)
        if alert.incident:
            yield from (words.todo(alert.incident, each) for each in self.languages)
            return
        if alert.change:
            yield from self._evidence(alert.change)
        if alert.table:
            yield Link(PHRASES[self.languages[0]]["source"].format(url="").strip(), alert.table.url)
        yield from (words.reason(alert, each) for each in self.languages)

    def _evidence(self, change: RankChange) -> Iterator[Line]:
        first = self.languages[0]
        yield from (words.sources(change, each) for each in self.languages)
        yield PHRASES[first]["quote"].format(quote=" ".join(change.quote.split()))
        yield Link("", change.url)
        if change.earlier_quote:
            yield words.earlier_quote(change, first)
        if change.earlier_url:
            yield Link("", change.earlier_url)

    def _table(self, rows: int) -> list[str]:
        changes = self._changes()
        if not rows:
            return []
        up = sum(places_up(each) > 0 for each in changes)
        down = sum(places_up(each) < 0 for each in changes)
        summary = [PHRASES[each]["summary"].format(up=up, down=down) for each in self.languages]
        if self.form == "html":
            return [block(summary, "html"), self._html_table(changes[:rows])]
        return [block([*summary, *(words.row(each, self.languages) for each in changes[:rows])], self.form)]

    def _html_table(self, changes: list[RankChange]) -> str:
        keys = ("place", "earlier_rank", "new_rank", "moved")
        head = [" / ".join(PHRASES[each][key] for each in self.languages) for key in keys]
        rows = [
            [
                each.entity_name,
                words.ranked(each.earlier_rank, each.earlier_rank_of),
                words.ranked(each.rank, each.rank_of),
                " / ".join(words.move(each, language) for language in self.languages),
            ]
            for each in changes
        ]
        return table(head, rows)

    def _picture(self) -> str:
        changes = self._changes()
        if self.form != "html" or not self.has_picture or not changes:
            return ""
        what, who = words.printed(changes[0].subject), changes[0].entity_name
        told = " / ".join(PHRASES[each]["picture"].format(what=what, who=who) for each in self.languages)
        return f'<p>{inert(told, "html")}<br>\n<img src="cid:ranks.png" alt="{inert(told, "html")}" width="480"></p>'

    def _more(self, left: int) -> str:
        key = "more" if self.message.subject else "more_incidents"
        return block([PHRASES[each][key].format(n=left) for each in self.languages], self.form) if left > 0 else ""

    def _closing(self) -> str:
        if self.board is None or not self.message.subject:
            return ""
        return block([Link(PHRASES[self.languages[0]]["board"].format(board="").strip(), self.board)], self.form)

    def _changes(self) -> list[RankChange]:
        return list(chain.from_iterable([each.change] if each.change else [] for each in self.message.alerts))
