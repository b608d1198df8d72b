"""Edge: a worded message -> chat, mail or webhook (the only importer of apprise). Decides nothing."""

import logging
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

import apprise
from apprise.attachment.memory import AttachMemory

from pipeline.errors import DeliveryError, SettingsError
from pipeline.messages import Form, Worded
from pipeline.notify.answers import Answer, asked_rest, is_channel_down, refusal
from pipeline.notify.witness import witness

# A redirect would carry the message, and the secret in the address, to a host that nobody named.
_ASSET = apprise.AppriseAsset(
    app_id="parwatch",
    app_desc="parwatch",
    image_url_mask="",
    image_url_logo="",
    http_redirects=False,
    async_mode=False,
)
logging.getLogger("apprise").propagate = False  # its debug lines, of which we read the cause, hold whole addresses
logging.getLogger("urllib3").setLevel(logging.INFO)  # its debug lines hold paths: the secret of many a webhook
_WEBHOOKS = ("json", "xml", "form")
_MAIL = ("mailto",)
_PATIENCE = {"cto": 5, "rto": 15}  # seconds to connect, and between two bytes of an answer
_SECONDS = 45.0  # for all of one sending
_BLAND = 4  # characters: a shorter part of an address is no secret, and would be struck out of innocent words
_MAIL_ADDRESS = re.compile(r"[^\s\"'<>]+@[^\s\"'<>]+")


@dataclass(frozen=True, slots=True)
class Channel:
    """Where a message goes, and what it can carry. `address` is a secret: it is never shown."""

    name: str
    address: str
    form: Form
    body_limit: int
    title_limit: int


def open_channel(name: str, address: str) -> Channel:
    """Look at a channel's address without contacting it. Raises SettingsError where it is none that Apprise knows."""
    target = _target(name, address)
    if len(target) > 1:  # else a message that one of them did not take would be repeated to all
        raise SettingsError(f"channel {name}: its address names {len(target)} recipients; give each its own channel")
    scheme = _scheme(address)
    form: Form = "plain" if scheme in _WEBHOOKS else "html" if scheme in _MAIL else "chat"
    title_limit = int(target.title_maxlen) or 250  # 0: the channel prints the title inside the body
    room = 0 if target.title_maxlen else title_limit + 4
    return Channel(name, address, form, int(target.body_maxlen) - room, title_limit)


def send(channel: Channel, worded: Worded, key: str) -> None:
    """Send once. Raises DeliveryError unless the channel took the message; `key` travels along where it can."""
    target = _target(channel.name, _dressed(channel.address, key, worded.thread))
    kind = apprise.NotifyFormat.HTML if channel.form == "html" else apprise.NotifyFormat.TEXT
    carrier = apprise.Apprise(asset=_ASSET)
    carrier.add(target)
    picture = [AttachMemory(worded.picture, name="ranks.png", mimetype="image/png")] if worded.picture else None
    with witness() as answers, apprise.LogCapture(level=logging.DEBUG, fmt="%(message)s") as log:
        sent = carrier.notify(title=worded.title, body=worded.body, body_format=kind, attach=picture, timeout=_SECONDS)
        said = log.getvalue()
    no = refusal(answers)
    if not sent or no:
        raise _failure(channel, no or _last_word(said), answers)


def _failure(channel: Channel, why: str, answers: list[Answer]) -> DeliveryError:
    return DeliveryError(
        f"{channel.name}: not delivered ({_without_secrets(why, channel)}); it stays in the outbox",
        rest_seconds=asked_rest(answers, datetime.now(UTC)),
        is_channel_down=is_channel_down(answers),
    )


def _target(name: str, address: str) -> apprise.NotifyBase:
    target = apprise.Apprise.instantiate(address, asset=_ASSET, suppress_exceptions=True)
    if target is None:
        raise SettingsError(f"channel {name}: its address is none that Apprise knows; see docs/alerts.md for the forms")
    return target


def _scheme(address: str) -> str:
    return address.partition("://")[0].lower().removesuffix("s")


def _dressed(address: str, key: str, thread: str) -> str:
    """The address with time limits, and the key where the channel has room for it, so that a repeat can be told."""
    added = {name: str(seconds) for name, seconds in _PATIENCE.items() if not re.search(rf"[?&]{name}=", address)}
    if _scheme(address) in _WEBHOOKS:
        added |= {"+Idempotency-Key": key, ":key": key, ":thread": thread}
    elif _scheme(address) in _MAIL:
        place = quote(thread.lower().replace(" ", "-"), safe="-")
        added |= {"+X-Parwatch-Key": key, "+References": f"<{place}@parwatch.invalid>", "inline": "yes"}
    pairs = "&".join(f"{name}={quote(value, safe='')}" for name, value in added.items())
    return f"{address}{'&' if '?' in address else '?'}{pairs}"


def _last_word(said: str) -> str:
    """The last thing that tells why: Apprise gives causes only in its log."""
    told = [line for line in said.splitlines() if line.startswith(("Socket Exception", "SMTP recipient"))]
    blamed = [line for line in said.splitlines() if re.search(r"fail|error|refused|time", line, re.IGNORECASE)]
    return (told or blamed or ["no answer in time"])[-1][:300]


def _without_secrets(text: str, channel: Channel) -> str:
    """Strike out every part of the address, and every mail address."""
    parts = urlsplit(channel.address)
    pieces = {channel.address, *re.split(r"[/?&=:@,]+", f"{parts.netloc}/{parts.path}/{parts.query}")}
    for piece in sorted((each for each in pieces if len(each) >= _BLAND), key=len, reverse=True):
        text = text.replace(piece, "…")
    return _MAIL_ADDRESS.sub("…", text)
