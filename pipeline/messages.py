"""A message -> its words, in Vietnamese, English or both. Pure; every word that readers of alerts see stands here."""

from dataclasses import dataclass
from html import escape
from typing import Literal

from pipeline.alert import places_up
from pipeline.dispatch import Message
from pipeline.model import Alert, Incident, RankChange
from pipeline.subscriptions import Subscription

Form = Literal["plain", "chat", "html"]
NO_LIMIT = 1_000_000

_PHRASES = {
    "vi": {
        "new_edition": "{who}: {what} {period} xếp hạng {rank}, {move} so với {earlier_period} (hạng {earlier}).",
        "revision": "{who}: hạng {what} {period} đổi từ {earlier} thành {rank} ({move}) theo nguồn mới hơn.",
        "claim_contradicts_official": "{who}: nêu hạng {rank} {what} {period}; bảng chính thức ghi hạng {earlier}.",
        "up": "lên {n} bậc",
        "down": "xuống {n} bậc",
        "same": "giữ nguyên hạng",
        "sources": "{n} nguồn độc lập; theo cổng {portal}",
        "quote": "Nguyên văn: “{quote}”",
        "earlier": "Trước đó: “{quote}”",
        "many": "{what}: {n} thay đổi thứ hạng",
        "more": "… và {n} thay đổi khác",
        "board": "Xem toàn bộ bảng xếp hạng: {board}",
        "reason": "Lý do: {reason}",
        "portal_broken": "Cổng {where} hỏng: {told}",
        "portal_recovered": "Cổng {where} đã hoạt động lại: {told}",
        "check_red": "Phép kiểm tra {where} báo đỏ: {told}",
        "disk_full": "Sắp hết chỗ trên {where}: {told}",
        "todo": "Việc cần làm ({owner}): {todo}",
    },
    "en": {
        "new_edition": "{who}: {what} {period} rank {rank}, {move} from {earlier_period} (rank {earlier}).",
        "revision": "{who}: {what} {period} rank revised from {earlier} to {rank} ({move}) by a newer source.",
        "claim_contradicts_official": "{who}: claims {what} {period} rank {rank}; the official table says {earlier}.",
        "up": "up {n}",
        "down": "down {n}",
        "same": "unchanged",
        "sources": "{n} independent source(s); told by the portal {portal}",
        "quote": "In its own words: “{quote}”",
        "earlier": "Before: “{quote}”",
        "many": "{what}: {n} rank changes",
        "more": "… and {n} more changes",
        "board": "The whole board: {board}",
        "reason": "Reason: {reason}",
        "portal_broken": "Portal {where} is broken: {told}",
        "portal_recovered": "Portal {where} works again: {told}",
        "check_red": "Check {where} is red: {told}",
        "disk_full": "Little space is left on {where}: {told}",
        "todo": "What to do ({owner}): {todo}",
    },
}


@dataclass(frozen=True, slots=True)
class Worded:
    title: str
    body: str


def word(
    message: Message, subscription: Subscription, form: Form, body_limit: int = NO_LIMIT, title_limit: int = NO_LIMIT
) -> Worded:
    """Word a message within a channel's limits (characters): what does not fit is counted, never cut mid-sentence."""
    languages = subscription.language.split("+")
    title = _title(message, languages)
    if len(title) > title_limit:
        title = title[: title_limit - 1] + "…"
    blocks = [_rendered(_lines(alert, languages), form) for alert in message.alerts]
    closing = _closing(subscription, languages, form)
    return Worded(
        _inert(title, "chat" if form == "chat" else "plain"), _fitted(blocks, closing, languages, form, body_limit)
    )


def _title(message: Message, languages: list[str]) -> str:
    first = message.alerts[0]
    if len(message.alerts) > 1 and message.subject:
        n = len(message.alerts)
        return " / ".join(_PHRASES[each]["many"].format(what=_printed(message.subject), n=n) for each in languages)
    if first.change:
        change = first.change
        moves = " / ".join(_move(change, each) for each in languages)
        return (
            f"{_printed(change.subject)} {change.period}: {change.entity_name} "
            f"{change.earlier_rank} → {change.rank}, {moves}"
        )
    assert first.incident is not None  # an alert holds one or the other
    return _incident_line(first.incident, languages[0])


def _lines(alert: Alert, languages: list[str]) -> list[str]:
    if alert.change is None:
        assert alert.incident is not None
        told = [_incident_line(alert.incident, each) for each in languages]
        todo = [
            _PHRASES[each]["todo"].format(owner=alert.incident.owner, todo=alert.incident.todo) for each in languages
        ]
        return [*told, *todo]
    change = alert.change
    lines = [_sentence(change, each) for each in languages]
    lines += [_PHRASES[each]["sources"].format(n=change.sources, portal=change.portal) for each in languages]
    lines += [_PHRASES[languages[0]]["quote"].format(quote=change.quote), change.url]
    if change.earlier_quote:
        lines.append(_PHRASES[languages[0]]["earlier"].format(quote=change.earlier_quote))
    if change.earlier_url:
        lines.append(change.earlier_url)
    return [*lines, _PHRASES[languages[0]]["reason"].format(reason=change.reason)]


def _sentence(change: RankChange, language: str) -> str:
    return _PHRASES[language][change.reason].format(
        who=change.entity_name,
        what=_printed(change.subject),
        period=change.period,
        rank=_rank(change.rank, change.rank_of),
        earlier=_rank(change.earlier_rank, change.earlier_rank_of),
        earlier_period=change.earlier_period,
        move=_move(change, language),
    )


def _move(change: RankChange, language: str) -> str:
    n = places_up(change)
    key = "up" if n > 0 else "down" if n < 0 else "same"
    return _PHRASES[language][key].format(n=abs(n))


def _incident_line(incident: Incident, language: str) -> str:
    return _PHRASES[language][incident.kind].format(where=incident.where, told=incident.what)


def _rank(rank: int, rank_of: int | None) -> str:
    return f"{rank}/{rank_of}" if rank_of else str(rank)


def _printed(subject: str) -> str:
    return subject.replace("_", " ")


def _closing(subscription: Subscription, languages: list[str], form: Form) -> str:
    if subscription.board is None:
        return ""
    return _rendered([_PHRASES[languages[0]]["board"].format(board=subscription.board)], form)


def _rendered(lines: list[str], form: Form) -> str:
    if form == "html":
        return "<p>" + "<br>".join(_inert(line, form) for line in lines) + "</p>"
    return "\n".join(_inert(line, form) for line in lines)


def _inert(text: str, form: Form) -> str:
    """The text is data: a portal's sentence can neither mention people nor carry markup."""
    if form == "html":
        return escape(text)
    if form == "chat":
        return text.replace("<", "‹").replace(">", "›").replace("@", "@\u2060").replace("](", "]\u2060(")
    return text


def _fitted(blocks: list[str], closing: str, languages: list[str], form: Form, limit: int) -> str:
    gap = "\n" if form == "html" else "\n\n"
    for kept in range(len(blocks), 0, -1):
        left = len(blocks) - kept
        more = _rendered([_PHRASES[each]["more"].format(n=left) for each in languages], form) if left else ""
        body = gap.join(part for part in (*blocks[:kept], more, closing) if part)
        if len(body) <= limit:
            return body
    return blocks[0][: limit - 1] + "…"
