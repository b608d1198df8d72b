"""The last answer of an attempt -> one outcome with a reason, and the page where there is one. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from pipeline.fetch.judge import judge_page, judge_way
from pipeline.fetch.reading import Answer
from pipeline.model import Exchange, FetchRecord, KnownPage, Outcome, Snapshot

TRUSTED = timedelta(days=1)  # for so long a server's word "not modified" is taken; then the bytes decide
_LONGEST_VALIDATOR = 1_000  # characters; servers refuse requests with larger headers
_BY_STATUS = {
    401: Outcome.BLOCKED,
    403: Outcome.BLOCKED,
    404: Outcome.MISSING,
    407: Outcome.BLOCKED,
    408: Outcome.TIMEOUT,
    410: Outcome.MISSING,
    429: Outcome.RATE_LIMITED,
    451: Outcome.BLOCKED,
    511: Outcome.BLOCKED,
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """One address and what came of it. `snapshot` is there only where the outcome is ok."""

    record: FetchRecord
    snapshot: Snapshot | None = None
    exchange: Exchange | None = None
    same_as: KnownPage | None = None  # the earlier page whose bytes these are again
    hops: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attempt:
    """The last answer of a chain of redirects, or why there is none."""

    url: str
    answer: Answer
    hops: tuple[str, ...] = ()


def conditions(known: KnownPage | None, now: datetime) -> dict[str, str]:
    """Headers of a conditional request, where we hold the bytes and the server's word is still fresh."""
    if known is None or known.body_at is None or not _is_held(known) or now - known.body_at > TRUSTED:
        return {}
    headers = {"If-None-Match": known.etag or "", "If-Modified-Since": known.last_modified or ""}
    return {name: value for name, value in headers.items() if value and _can_be_sent(value)}


def _can_be_sent(validator: str) -> bool:
    """A day in Vietnamese words, or letters of any other kind, cannot stand in a header."""
    return validator.isascii() and validator.isprintable() and len(validator) <= _LONGEST_VALIDATOR


def conclude(portal: str, url: str, purpose: str, known: KnownPage | None, attempt: Attempt, *, asked: bool) -> Fetched:
    """`asked`: the request was conditional, so that "not modified" is an answer to it."""
    answer = attempt.answer
    outcome, reason = _outcome(url, attempt, purpose, asked=asked)
    body = answer.body if outcome is Outcome.OK else None
    digest = sha256(body).hexdigest() if body is not None else None
    is_same = (
        digest is not None and known is not None and digest == known.body_sha256 and known.archive_file is not None
    )
    if is_same and known is not None and known.body_at is not None:
        outcome, reason = Outcome.NOT_MODIFIED, f"the same bytes as on {known.body_at:%Y-%m-%d %H:%M} UTC"
    etag, last_modified = answer.header("etag"), answer.header("last-modified")
    if digest is not None and not is_same and _lies(known, etag, last_modified):
        etag = last_modified = None  # so that no request is made conditional on it again
        reason = "other bytes under an unchanged validator"
    same_as = known if outcome is Outcome.NOT_MODIFIED else None
    return Fetched(
        record=FetchRecord(
            id="",
            batch="",
            portal=portal,
            url=url,
            purpose=purpose,
            outcome=outcome,
            reason=reason,
            fetched_at=answer.asked_at,
            final_url=attempt.url,
            status=answer.status,
            etag=etag,
            last_modified=last_modified,
            body_sha256=same_as.body_sha256 if same_as else digest,
            body_bytes=len(body) if body is not None else None,
        ),
        snapshot=_snapshot(portal, attempt, body, digest) if outcome is Outcome.OK else None,
        exchange=answer.exchange,
        same_as=same_as,
        hops=attempt.hops,
    )


def _is_held(known: KnownPage) -> bool:
    return known.body_sha256 is not None and known.body_at is not None and known.archive_file is not None


def _outcome(url: str, attempt: Attempt, purpose: str, *, asked: bool) -> tuple[Outcome, str | None]:
    answer = attempt.answer
    if answer.fault is not None:
        return answer.fault.outcome, answer.fault.reason
    status = answer.status or 0
    if status == 304:
        if asked:
            return Outcome.NOT_MODIFIED, None
        return Outcome.BROKEN, "status 304, though nothing was said of what we hold"
    if status == 206:
        return Outcome.TRUNCATED, "status 206: a part, though the whole was asked for"
    if status not in {200, 203, 204, 205}:
        return _refused(status, answer)
    if purpose == "robots":
        return Outcome.OK, None
    verdict = judge_page(
        answer.body or b"",
        answer.header("content-type") or "",
        attempt.url,
        has_length=bool(answer.header("content-length") or answer.header("transfer-encoding")),
        is_sent_on=bool(answer.header("refresh")),
        may_be_gz=purpose != "article",
    )
    if verdict is None and attempt.hops and purpose == "article":
        verdict = judge_way(url, attempt.url)
    return verdict or (Outcome.OK, None)


def _refused(status: int, answer: Answer) -> tuple[Outcome, str]:
    if status == 503 and answer.header("retry-after"):
        return Outcome.RATE_LIMITED, "status 503 with Retry-After"
    return _BY_STATUS.get(status, Outcome.BROKEN), f"status {status}"


def _lies(known: KnownPage | None, etag: str | None, last_modified: str | None) -> bool:
    """The bytes are others than those we hold, and the validators still the same."""
    if known is None or known.body_sha256 is None or not (etag or last_modified):
        return False
    return (etag, last_modified) == (known.etag, known.last_modified)


def _snapshot(portal: str, attempt: Attempt, body: bytes | None, digest: str | None) -> Snapshot | None:
    if body is None or digest is None:
        return None
    answer = attempt.answer
    return Snapshot(
        portal=portal,
        url=attempt.url,
        fetched_at=answer.asked_at,
        status=answer.status or 200,
        content_type=answer.header("content-type") or "",
        body=body,
        sha256=digest,
        etag=answer.header("etag"),
        last_modified=answer.header("last-modified"),
    )
