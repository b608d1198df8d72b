"""What counts as delivered, against receivers that behave as the real ones do."""

import io
import logging
from dataclasses import replace
from pathlib import Path

import pytest
from apprise.plugins.slack import NotifySlack
from apprise.plugins.telegram import NotifyTelegram

from certificates import server_context
from pipeline.dispatch import Message
from pipeline.errors import DeliveryError, SettingsError
from pipeline.messages import Worded, word
from pipeline.model import Alert
from pipeline.notify import open_channel, send
from pipeline.subscriptions import Subscription
from receivers import JSON_WEBHOOK, MATTERMOST, SLACK, TEAMS, TELEGRAM, Dialect, mail_server, webhook
from samples import CHANGE

NEWS = Worded("PAPI 2023: An Giang 40 → 30", "An Giang: hạng 30/61, lên 10 bậc.", "PAPI 2023")
READER = Subscription(name="desk", channel="desk", board="https://example.org/board")
QUICK = "?rto=1&cto=1"


def digest(size: int) -> Message:
    changes = [
        replace(CHANGE, entity=f"p{n}", entity_name=f"Tỉnh & <{n}>", quote=CHANGE.quote * 9) for n in range(size)
    ]
    return Message(
        "key", "desk", "PAPI", tuple(Alert(str(n), each.reason, "digest", each) for n, each in enumerate(changes))
    )


@pytest.mark.parametrize(
    "dialect", [JSON_WEBHOOK, MATTERMOST, SLACK, TELEGRAM, TEAMS], ids=lambda each: each.address[:6]
)
@pytest.mark.parametrize("size", [1, 63])
def test_each_channel_takes_one_change_and_a_whole_edition(
    dialect: Dialect, size: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tls = server_context(tmp_path, "self-signed") if dialect is TEAMS else None
    with webhook(dialect, tls=tls) as receiver:
        monkeypatch.setattr(NotifySlack, "webhook_url", f"http://{receiver.place}/services")
        monkeypatch.setattr(NotifyTelegram, "notify_url", f"http://{receiver.place}/bot")
        channel = open_channel("desk", receiver.address)

        send(channel, word(digest(size), READER, channel.form, channel.body_limit, channel.title_limit), "key")

        [(_, text)] = receiver.taken
        assert "PAPI 2023" in text
        assert "Tỉnh" in text
        assert size == 1 or "thay đổi khác" in text or dialect is JSON_WEBHOOK


@pytest.mark.parametrize(
    ("mood", "why", "rest", "is_down"),
    [
        ("busy", "HTTP 429 slow down", 77, True),
        ("busy telegram", "HTTP 429", 35, True),
        ("busy until", "HTTP 429", 86_400, True),
        ("not ok", "HTTP 200, but it says: .*channel_is_archived", None, False),
        ("login", "web page for an answer", None, False),
        ("broken", "HTTP 500 no", None, True),
        ("gone", "HTTP 404 no …", None, False),
        ("lost", "", None, True),
        ("slow", "", None, True),
    ],
)
def test_only_a_yes_is_a_delivery(mood: str, why: str, rest: float | None, is_down: bool) -> None:
    with webhook(JSON_WEBHOOK, mood) as receiver:
        channel = open_channel("desk", receiver.address + QUICK)

        with pytest.raises(DeliveryError, match=f"not delivered .*{why}") as caught:
            send(channel, NEWS, "key-1")
        send(channel, NEWS, "key-1")

        assert (caught.value.rest_seconds, caught.value.is_channel_down) == (rest, is_down)
        assert set(receiver.keys) == {"key-1"}
        assert receiver.place not in str(caught.value)


def test_a_chat_that_says_not_ok_under_a_200_has_not_taken_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with webhook(TELEGRAM, "not ok") as receiver:
        monkeypatch.setattr(NotifyTelegram, "notify_url", f"http://{receiver.place}/bot")

        with pytest.raises(DeliveryError, match="channel_is_archived"):
            send(open_channel("desk", receiver.address), NEWS, "key")


def test_a_redirect_is_not_followed() -> None:
    with webhook() as other, webhook(JSON_WEBHOOK, "moved") as receiver:
        receiver.elsewhere = f"http://{other.place}/canary"

        with pytest.raises(DeliveryError, match="HTTP 307"):
            send(open_channel("desk", receiver.address), NEWS, "key")

        assert other.asked == []


@pytest.mark.parametrize(
    ("mood", "why"), [("greylisted", "451"), ("full", "452"), ("lost", "closed"), ("slow", "timed out")]
)
def test_mail_is_delivered_once_the_server_takes_it(mood: str, why: str) -> None:
    with mail_server(mood) as server:
        channel = open_channel("desk", server.address + "&cto=1")

        with pytest.raises(DeliveryError, match=why) as caught:
            send(channel, NEWS, "key-1")
        send(channel, NEWS, "key-1")

        assert set(server.keys) == {"key-1"}
        assert len(server.keys) == 1 + (mood == "lost")
        assert "desk@example.org" not in str(caught.value)


def test_a_mail_has_both_forms_the_picture_and_its_thread() -> None:
    with mail_server() as server:
        channel = open_channel("desk", server.address)
        worded = word(digest(3), READER, channel.form, picture=b"\x89PNG")

        send(channel, worded, "key")

        [mail] = server.taken
        parts = {part.get_content_type(): part for part in mail.walk()}
        assert {"text/plain", "text/html", "image/png"} <= parts.keys()
        assert parts["image/png"]["Content-ID"] == "<ranks.png>"
        assert mail["References"] == "<papi-2023@parwatch.invalid>"
        assert str(mail["Subject"]).startswith("PAPI 2023: 3 thay đổi thứ hạng")


def test_an_address_of_several_recipients_is_refused() -> None:
    with pytest.raises(SettingsError, match="names 2 recipients"):
        open_channel("desk", "mailto://example.org/?from=a@example.org&to=b@example.org,c@example.org")


def test_no_address_comes_into_any_log() -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    logging.getLogger().addHandler(handler)
    try:
        with webhook(JSON_WEBHOOK, "gone") as receiver, pytest.raises(DeliveryError):
            send(open_channel("desk", receiver.address), NEWS, "key")
    finally:
        logging.getLogger().removeHandler(handler)

    assert receiver.place not in written.getvalue()
