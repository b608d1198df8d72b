"""robots.txt -> what may be fetched, by the states of RFC 9309. Pure, the only importer of protego."""

import codecs
import re
from dataclasses import dataclass, field

from protego import Protego

from pipeline.model import Outcome

_MARKUP = re.compile(rb"^\s*<(?:!doctype|html|head|body|\?xml)", re.IGNORECASE)

# Who is meant is told by a name alone; some write a version behind it.
_VERSION = re.compile(r"^([^\S\n]*user-agent[^\S\n]*:[^\S\n]*[\w-]+)/\S*", re.IGNORECASE | re.MULTILINE)
_NO_WAY = {Outcome.REFUSED, Outcome.UNREACHABLE, Outcome.TIMEOUT, Outcome.RATE_LIMITED}  # the page would fare the same


@dataclass(frozen=True, slots=True)
class Rules:
    """What one origin's robots.txt says. `refusal` is why nothing may be fetched at all."""

    refusal: str | None = None
    outcome: Outcome = Outcome.BLOCKED  # of a page that may not be fetched
    _parsed: Protego | None = field(default=None, repr=False)

    def refuses(self, url: str, agent: str) -> str | None:
        """Why the address may not be fetched, or None."""
        if self.refusal or self._parsed is None:
            return self.refusal
        return None if self._parsed.can_fetch(url, agent) else "robots.txt disallows it"

    def delay_seconds(self, agent: str) -> float:
        asked = self._parsed.crawl_delay(agent) if self._parsed else None
        return float(asked or 0)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        return tuple(self._parsed.sitemaps) if self._parsed else ()


def read_rules(body: bytes, largest: int) -> Rules:
    """Rules of a robots.txt; what lies beyond `largest` bytes is not read, nor is the line that it cuts."""
    if len(body) > largest:
        body = body[:largest].rpartition(b"\n")[0]
    if _MARKUP.match(body):
        return Rules()  # an error page in the place of a file
    encoding = "utf-16" if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    text = body.decode(encoding, "replace").replace("\0", "").replace("\ufeff", "")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Rules(_parsed=Protego.parse(_VERSION.sub(r"\1", text)))


def judge_rules(outcome: Outcome, status: int | None, reason: str | None, body: bytes | None, largest: int) -> Rules:
    """A missing file allows everything, an answer that failed allows nothing until it can be read."""
    if body is not None and outcome in {Outcome.OK, Outcome.TOO_LARGE}:
        return read_rules(body, largest)
    if status is not None and 400 <= status < 500 and status != 429:
        return Rules()
    if outcome is Outcome.BROKEN and status is not None and 300 <= status < 400 and status != 304:
        return Rules()  # redirects that lead nowhere are a missing file
    what = f"robots.txt cannot be read ({reason or outcome}); nothing may be fetched until it can"
    return Rules(refusal=what, outcome=outcome if outcome in _NO_WAY else Outcome.BLOCKED)
