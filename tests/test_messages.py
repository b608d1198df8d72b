"""What people read: both languages, within limits, and never a channel's markup from a portal's text."""

from dataclasses import replace

import pytest

from pipeline.dispatch import Message
from pipeline.messages import Form, word
from pipeline.model import Alert, Incident, RankChange
from pipeline.subscriptions import Subscription
from samples import CHANGE

READER = Subscription(name="desk", channel="desk", board="https://example.org/board")


def message(*changes: RankChange) -> Message:
    told = tuple(Alert(str(n), change.reason, "digest", change=change) for n, change in enumerate(changes))
    return Message("key", "desk", "PAPI", told)


def test_one_change_is_told_with_both_numbers_editions_fields_and_words() -> None:
    worded = word(message(CHANGE), READER, "plain")

    assert worded.title == "PAPI 2023: An Giang 40 → 30, lên 10 bậc / up 10"
    assert "An Giang: PAPI 2023 xếp hạng 30/61, lên 10 bậc so với 2022 (hạng 40/61)." in worded.body
    assert "An Giang: PAPI 2023 rank 30/61, up 10 from 2022 (rank 40/61)." in worded.body
    assert "“An Giang đứng thứ 30/61”" in worded.body
    assert "https://example.org/1" in worded.body


def test_a_fall_is_said_in_words() -> None:
    fall = replace(CHANGE, rank=40, earlier_rank=30)

    assert word(message(fall), READER, "plain").title.endswith("30 → 40, xuống 10 bậc / down 10")


def test_a_false_claim_names_both_ranks() -> None:
    claim = replace(CHANGE, reason="claim_contradicts_official")

    body = word(message(claim), replace(READER, language="vi"), "plain").body

    assert body.startswith("An Giang: nêu hạng 30/61 PAPI 2023; bảng chính thức ghi hạng 40/61.")


def test_an_incident_says_what_to_do_and_whose_it_is() -> None:
    broken = Incident("portal_broken", "angiang", "north-desk", "its listing names no article", "look at its layout")

    worded = word(Message("key", "ops", None, (Alert("1", "portal_broken", "wake", incident=broken),)), READER, "plain")

    assert worded.title == "Cổng angiang hỏng: its listing names no article"
    assert "What to do (north-desk): look at its layout" in worded.body


@pytest.mark.parametrize("limit", [700, 1500, 4096])
@pytest.mark.parametrize("form", ["plain", "chat", "html"])
def test_a_digest_keeps_the_channels_limit_and_counts_what_it_leaves_out(form: Form, limit: int) -> None:
    changes = [replace(CHANGE, entity=f"p{n}", entity_name=f"Tỉnh <{n}>") for n in range(63)]

    worded = word(message(*changes), READER, form, body_limit=limit, title_limit=40)

    assert len(worded.body) <= limit
    assert len(worded.title) <= 40
    assert "thay đổi khác" in worded.body
    assert "https://example.org/board" in worded.body


def test_a_portals_text_can_neither_mention_nor_mark_up() -> None:
    hostile = replace(CHANGE, quote="<!channel> @here <script>x()</script> [tải](http://evil.example)")

    chat, html = (word(message(hostile), READER, form).body for form in ("chat", "html"))

    assert "<" not in chat
    assert "@here" not in chat
    assert "](" not in chat
    assert "<script>" not in html
