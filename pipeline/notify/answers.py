"""Pure: what a channel answered -> whether it truly took the message, and how long it asks to be left alone."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_REST = 86_400.0  # seconds; a channel that asks for more is asked again after a day
TOO_MANY = 429
SHOWN = 160  # characters of an answer that are worth keeping


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a channel over HTTP; `text` is the beginning of its body."""

    status: int
    retry_after: str | None
    text: str


def refusal(answers: Iterable[Answer]) -> str | None:
    """Why the message was not taken, though the answer may be 200; None where it was."""
    return next((why for why in map(_refusal, answers) if why), None)


def is_channel_down(answers: Iterable[Answer]) -> bool:
    """Whether the next message would fare no better: too many of them, or the channel itself is broken."""
    found = list(answers)
    return not found or any(each.status == TOO_MANY or each.status >= 500 for each in found)


def asked_rest(answers: Iterable[Answer], now: datetime) -> float | None:
    """Seconds for which the channel asks to be left alone: Retry-After (seconds or a date), or Telegram's field."""
    found = [rest for answer in answers if (rest := _rest(answer, now)) is not None]
    return min(max(found), LONGEST_REST) if found else None


def _refusal(answer: Answer) -> str | None:
    said = " ".join(answer.text.split())[:SHOWN]
    if not 200 <= answer.status < 300:
        return f"HTTP {answer.status} {said}".strip()
    if answer.text.lstrip("\ufeff \r\n\t").startswith("<"):
        return f"HTTP {answer.status}, but with a web page for an answer: is it the channel's address, or a login page?"
    if _says_no(_object(answer)):
        return f"HTTP {answer.status}, but it says: {said}"
    return None


def _says_no(table: dict[str, object]) -> bool:
    """The ways in which chats say no under a 200: ok, success, an error code, an error's name."""
    is_false = any(table.get(name) is False for name in ("ok", "success"))
    return is_false or bool(table.get("errcode")) or bool(table.get("error"))


def _rest(answer: Answer, now: datetime) -> float | None:
    parameters = _object(answer).get("parameters")
    told = parameters.get("retry_after") if isinstance(parameters, dict) else None
    text = answer.retry_after or (str(told) if told is not None else "")
    try:
        return max(0.0, float(text))
    except ValueError:
        return _until(text, now)


def _until(text: str, now: datetime) -> float | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def _object(answer: Answer) -> dict[str, object]:
    try:
        found = json.loads(answer.text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
