"""Edge: keeps what channels answer over HTTP, which Apprise does not hand out (the only importer of requests).

Apprise tells only whether a plugin was content, and several take any 200 for a yes. Its plugins send through requests,
whose sessions call a hook with each answer: while `witness` is open, every new session has ours.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock

import requests

from pipeline.notify.answers import Answer

KEPT = 4_096  # characters of an answer's body
_answers: ContextVar[list[Answer] | None] = ContextVar("answers", default=None)
_one_at_a_time = Lock()


class _Watched(requests.Session):
    def __init__(self) -> None:
        super().__init__()
        self.hooks["response"].append(_note)


def _note(response: requests.Response, *_: object, **__: object) -> None:
    seen = _answers.get()
    if seen is not None:
        seen.append(Answer(response.status_code, response.headers.get("Retry-After"), response.text[:KEPT]))


@contextmanager
def witness() -> Iterator[list[Answer]]:
    """The list fills with the answers to what is sent inside, in order."""
    seen: list[Answer] = []
    with _one_at_a_time:
        plain, requests.sessions.Session = requests.sessions.Session, _Watched  # type: ignore[misc]
        token = _answers.set(seen)
        try:
            yield seen
        finally:
            _answers.reset(token)
            requests.sessions.Session = plain  # type: ignore[misc]
