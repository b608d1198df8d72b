"""An address -> one outcome: robots, politeness, redirects by hand, retries and the deadline round a single request."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Self
from urllib.parse import urljoin, urlsplit

from pipeline.errors import RefusedError
from pipeline.fetch.addresses import check_url, written_out
from pipeline.fetch.client import Client
from pipeline.fetch.network.faults import TransferError
from pipeline.fetch.outcome import Attempt, Fetched, conclude, conditions
from pipeline.fetch.pace import Clock, Pace
from pipeline.fetch.reading import Answer
from pipeline.fetch.retry import PASSING, asked_wait, backoff
from pipeline.fetch.robots import Rules, judge_rules
from pipeline.model import KnownPage, Outcome, Portal
from pipeline.portals import owns
from pipeline.settings import Settings


@dataclass(slots=True)
class Shared:
    """What all portals of one run share: connections by trusted certificates, turns by host, rules by origin."""

    settings: Settings
    pace: Pace
    clients: dict[str | None, Client] = field(default_factory=dict)
    rules: dict[str, Rules] = field(default_factory=dict)
    reading_rules: dict[str, asyncio.Lock] = field(default_factory=dict)
    closing: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def __aenter__(self) -> Self:
        await self.closing.__aenter__()
        self.closing.callback(self.pace.close)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.closing.aclose()

    async def client(self, extra_ca: str | None) -> Client:
        if extra_ca not in self.clients:
            self.clients[extra_ca] = await self.closing.enter_async_context(Client(self.settings, extra_ca))
        return self.clients[extra_ca]


class Fetcher:
    """Fetches for one portal, or for nobody's in particular. `witness` sees robots.txt fetched.

    `is_bound`: no redirect may leave the portal; for a person it may.
    """

    def __init__(
        self,
        shared: Shared,
        portal: Portal | None,
        witness: Callable[[Fetched], object] = lambda _: None,
        *,
        is_bound: bool = True,
    ) -> None:
        self._shared = shared
        self._settings = shared.settings
        self.limits = shared.settings.limits
        self._agent = shared.settings.user_agent.partition("/")[0]
        self._portal = portal
        self._own_delay = portal.delay_seconds if portal else self.limits.gap_seconds
        self._witness = witness
        self._bound_to = portal if is_bound else None

    async def get(self, url: str, purpose: str, known: KnownPage | None = None) -> Fetched:
        """One outcome, whatever happens. `known` makes the request conditional and tells an unchanged body."""
        headers = conditions(known, datetime.now(UTC))
        try:
            attempt = await self._persist(url, purpose, headers)
        except RefusedError as error:
            attempt = Attempt(url, _failed(Outcome.REFUSED, str(error)))
        name = self._portal.name if self._portal else ""
        return conclude(name, url, purpose, known, attempt, asked=bool(headers))

    async def rules(self, url: str) -> Rules:
        """The rules of the address's origin, read once per run."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin in self._shared.rules:
            return self._shared.rules[origin]
        async with self._shared.reading_rules.setdefault(origin, asyncio.Lock()):
            if origin not in self._shared.rules:
                fetched = await self.get(origin + "/robots.txt", "robots")
                record, body = fetched.record, fetched.snapshot.body if fetched.snapshot else None
                self._shared.rules[origin] = judge_rules(
                    record.outcome, record.status, record.reason, body, self.limits.robots_bytes
                )
                self._witness(fetched)
        return self._shared.rules[origin]

    def know_rules(self, origin: str, rules: Rules) -> None:
        """Rules kept from an earlier run, not a day old."""
        self._shared.rules[origin] = rules

    async def delay_seconds(self, url: str) -> float:
        """The pause between two requests: the portal's own, or what its robots.txt asks for, up to our limit."""
        asked = (await self.rules(url)).delay_seconds(self._agent)
        return max(self._own_delay, min(asked, self.limits.crawl_delay_seconds))

    # --- attempts ----------------------------------------------------------------------------

    async def _persist(self, url: str, purpose: str, headers: dict[str, str]) -> Attempt:
        """Try, and try again where that makes sense, until the deadline of the whole."""
        left = self.limits.total_seconds
        last = Attempt(url, _failed(Outcome.TIMEOUT, "never tried"))
        for attempt in range(1, self.limits.retries + 2):
            clock = Clock(left)
            last = await self._follow(url, purpose, headers, clock)
            left = clock.left
            if left <= 0 or attempt > self.limits.retries or not _may_pass(last.answer):
                return last
            asked = asked_wait(last.answer.header("retry-after"), datetime.now(UTC))
            if asked is not None and asked > self.limits.retry_wait_seconds:
                return self._put_off(last, asked)
            wait = min(backoff(attempt, self.limits.retry_first_seconds), self.limits.retry_wait_seconds)
            await asyncio.sleep(max(wait, asked or 0.0))
        return last

    def _put_off(self, last: Attempt, wait: float) -> Attempt:
        until = self._shared.pace.ask_to_wait(urlsplit(last.url).netloc, datetime.now(UTC), wait)
        what = f"status {last.answer.status}: asks not to come back before {until:%Y-%m-%d %H:%M:%S} UTC"
        fault = TransferError(Outcome.RATE_LIMITED, what, may_pass=False)
        return replace(last, answer=replace(last.answer, fault=fault, body=None))

    # --- one attempt -------------------------------------------------------------------------

    async def _follow(self, url: str, purpose: str, headers: dict[str, str], clock: Clock) -> Attempt:
        hops: list[str] = []
        while True:
            refusal = await self._refusal(url, purpose)
            if refusal is not None:
                return Attempt(url, Answer(datetime.now(UTC), fault=refusal), tuple(hops))
            answer = await self._ask(url, purpose, headers, clock)
            if not answer.is_redirect:
                return Attempt(url, answer, tuple(hops))
            hops.append(url)
            fault, target = self._target(url, purpose, answer, hops)
            if fault is not None:
                return Attempt(target, replace(answer, fault=fault, body=None), tuple(hops))
            url = target

    async def _refusal(self, url: str, purpose: str) -> TransferError | None:
        check_url(url, self.limits.url_characters, self._settings.allow_addresses)
        until = self._shared.pace.waits_until(urlsplit(url).netloc, datetime.now(UTC))
        if until is not None:
            what = f"the host asked not to come back before {until:%Y-%m-%d %H:%M:%S} UTC"
            return TransferError(Outcome.RATE_LIMITED, what, may_pass=False)
        if purpose == "robots":
            return None
        rules = await self.rules(url)
        refusal = rules.refuses(url, self._agent)
        return TransferError(rules.outcome, refusal, may_pass=False) if refusal else None

    async def _ask(self, url: str, purpose: str, headers: dict[str, str], clock: Clock) -> Answer:
        is_robots = purpose == "robots"
        pause = self._own_delay if is_robots else await self.delay_seconds(url)
        client = await self._shared.client(self._portal.extra_ca if self._portal else None)
        async with self._shared.pace.turn(urlsplit(url).netloc, pause):
            try:
                async with clock.running():
                    return await client.ask(url, headers, cut_at=self.limits.robots_bytes if is_robots else None)
            except TimeoutError:
                return _failed(Outcome.TIMEOUT, f"not whole within {self.limits.total_seconds:g} s")

    def _target(self, url: str, purpose: str, answer: Answer, hops: list[str]) -> tuple[TransferError | None, str]:
        """Where a redirect leads, and why we do not go there."""
        location = (answer.header("location") or "").strip()
        if not location:
            return TransferError(Outcome.BROKEN, f"status {answer.status} without a target", may_pass=False), url
        try:
            target = urljoin(url, location.replace(" ", "%20"))
            check_url(target, self.limits.url_characters, self._settings.allow_addresses)
            target = written_out(target)
        except (RefusedError, ValueError) as error:
            return TransferError(Outcome.REFUSED, f"redirect refused: {error}", may_pass=False), url
        if target in hops:
            return TransferError(Outcome.BROKEN, f"redirects in a circle to {target}", may_pass=False), url
        if len(hops) > self.limits.redirects:
            return TransferError(Outcome.BROKEN, f"more than {self.limits.redirects} redirects", may_pass=False), url
        if self._bound_to is not None and purpose != "robots" and not owns(self._bound_to, target):
            what = f"redirects to {urlsplit(target).netloc}, no host of the portal {self._bound_to.name}"
            return TransferError(Outcome.REFUSED, what, may_pass=False), url
        return None, target


def _may_pass(answer: Answer) -> bool:
    return answer.fault.may_pass if answer.fault is not None else answer.status in PASSING


def _failed(outcome: Outcome, reason: str) -> Answer:
    return Answer(datetime.now(UTC), fault=TransferError(outcome, reason, may_pass=False))
