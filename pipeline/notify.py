"""Edge: a worded message -> chat, mail or webhook (the only importer of apprise). Decides nothing."""

import logging
from dataclasses import dataclass
from urllib.parse import quote

import apprise

from pipeline.errors import DeliveryError, SettingsError
from pipeline.messages import Form, Worded

_ASSET = apprise.AppriseAsset(app_id="parwatch", app_desc="parwatch", image_url_mask="", image_url_logo="")
_WEBHOOKS = ("json", "xml", "form")
_MAIL = ("mailto",)


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
    scheme = address.partition("://")[0].rstrip("s")
    form: Form = "plain" if scheme in _WEBHOOKS else "html" if scheme in _MAIL else "chat"
    title_limit = int(target.title_maxlen) or 250  # 0: the channel prints the title inside the body
    room = 0 if target.title_maxlen else title_limit + 4
    return Channel(name, address, form, int(target.body_maxlen) - room, title_limit)


def send(channel: Channel, worded: Worded, key: str) -> None:
    """Send once. Raises DeliveryError unless the channel took the message; `key` travels along where it can."""
    target = _target(channel.name, _with_key(channel.address, key))
    kind = apprise.NotifyFormat.HTML if channel.form == "html" else apprise.NotifyFormat.TEXT
    with apprise.LogCapture(level=logging.WARNING, fmt="%(message)s") as log:
        carrier = apprise.Apprise(asset=_ASSET)
        carrier.add(target)
        sent = carrier.notify(title=worded.title, body=worded.body, body_format=kind)
        said = log.getvalue().strip().splitlines()
    if not sent:
        why = said[-1] if said else "no answer"
        raise DeliveryError(f"{channel.name}: not delivered ({_without_secret(why, channel)}); it stays in the outbox")


def _target(name: str, address: str) -> apprise.NotifyBase:
    target = apprise.Apprise.instantiate(address, asset=_ASSET, suppress_exceptions=True)
    if target is None:
        raise SettingsError(f"channel {name}: its address is none that Apprise knows; see docs/alerts.md for the forms")
    return target


def _with_key(address: str, key: str) -> str:
    """Webhooks carry the key as a header and a field, so that a receiver can tell a repeated message."""
    if not address.startswith(tuple(f"{scheme}{s}://" for scheme in _WEBHOOKS for s in ("", "s"))):
        return address
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}+Idempotency-Key={quote(key)}&:key={quote(key)}"


def _without_secret(text: str, channel: Channel) -> str:
    return text.replace(channel.address, f"<{channel.name}>")
