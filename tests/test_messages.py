"""What people read: both languages, within limits, and never a channel's markup from a portal's text."""

from dataclasses import replace

import pytest

from pipeline.dispatch import Message
from pipeline.messages import Form, word
from pipeline.messages.phrases import INCIDENTS, PHRASES, REASONS, SENTENCES, TITLES
from pipeline.messages.picture import Point, draw
from pipeline.model import Alert, Incident, OfficialTable, RankChange
from pipeline.subscriptions import Subscription
from samples import CHANGE

READER = Subscription(name="desk", channel="desk", board="https://example.org/board")
VIETNAMESE = replace(READER, language="vi")
BROKEN = Incident("portal_broken", "angiang", "north-desk", "no article: since Monday", "look at its layout")


def message(*changes: RankChange) -> Message:
    told = tuple(Alert(str(n), change.reason, "digest", change=change) for n, change in enumerate(changes))
    return Message("key", "desk", "PAPI", told)


def edition_of(size: int) -> list[RankChange]:
    return [replace(CHANGE, entity=f"p{n}", entity_name=f"Tỉnh <{n}>") for n in range(size)]


def test_one_change_is_told_with_both_numbers_editions_fields_and_words() -> None:
    worded = word(message(CHANGE), READER, "plain")

    assert worded.title == "PAPI 2023: An Giang 40 → 30, lên 10 bậc / up 10"
    assert "An Giang: PAPI 2023 xếp hạng 30/61, lên 10 bậc so với năm 2022 (hạng 40/61)." in worded.body
    assert "An Giang: PAPI 2023 rank 30/61, up 10 from 2022 (rank 40/61)." in worded.body
    assert "“An Giang đứng thứ 30/61”" in worded.body
    assert "https://example.org/1" in worded.body
    assert "Số nguồn độc lập: 1 (trích từ cổng angiang)" in worded.body
    assert "Lý do báo tin: thứ hạng của kỳ công bố mới khác kỳ liền trước (new_edition)" in worded.body


@pytest.mark.parametrize(
    ("fact", "title", "sentence"),
    [
        (
            replace(CHANGE, rank=40, earlier_rank=30),
            "An Giang 30 → 40, xuống 10 bậc",
            "An Giang: PAPI 2023 xếp hạng 40/61, xuống 10 bậc so với năm 2022 (hạng 30/61).",
        ),
        (
            replace(CHANGE, reason="revision", earlier_period="2023"),
            "An Giang 40 → 30, lên 10 bậc (điều chỉnh)",
            "An Giang: thứ hạng PAPI 2023 được điều chỉnh từ 40/61 thành 30/61 (lên 10 bậc).",
        ),
        (
            replace(CHANGE, reason="revision", earlier_period="2023", is_back=True),
            "An Giang trở lại hạng 30 (đã sửa thành 40)",
            "An Giang: thứ hạng PAPI 2023 trở lại 30/61 như trước đây, sau khi đã được sửa thành 40/61.",
        ),
        (
            replace(CHANGE, reason="claim_contradicts_official"),
            "An Giang nêu hạng 30, bảng chính thức ghi hạng 40",
            (
                "An Giang: cổng angiang nêu hạng 30/61 PAPI 2023; bảng chính thức ghi hạng 40/61, "
                "tức cổng nêu tốt hơn 10 bậc."
            ),
        ),
        (
            replace(CHANGE, reason="contradiction"),
            "An Giang: các nguồn nêu khác nhau, hạng 40 và hạng 30",
            "An Giang: các nguồn nêu hạng PAPI 2023 khác nhau: 40/61 (đang được dùng) và 30/61 (tốt hơn 10 bậc).",
        ),
    ],
    ids=["fall", "revision", "back", "claim", "contradiction"],
)
def test_each_reason_has_its_sentence_with_the_direction_in_words(fact: RankChange, title: str, sentence: str) -> None:
    worded = word(message(fact), VIETNAMESE, "plain")

    assert worded.title == f"PAPI 2023: {title}"
    assert worded.body.splitlines()[0] == sentence


def test_a_month_is_written_as_vietnamese_write_it() -> None:
    monthly = replace(CHANGE, subject="QD766", period="2024-03", earlier_period="2024-02")

    body = word(message(monthly), VIETNAMESE, "plain").body

    assert body.startswith("An Giang: QĐ 766 tháng 3/2024 xếp hạng 30/61, lên 10 bậc so với tháng 2/2024 (hạng 40/61).")


def test_a_new_official_table_is_told_with_its_source() -> None:
    table = OfficialTable("PAPI", "2024", 61, "https://example.org/papi-2024")

    worded = word(Message("key", "desk", "PAPI", (Alert("1", "official_table", "wake", table=table),)), READER, "plain")

    assert worded.title == "PAPI 2024: đã có bảng xếp hạng chính thức / the official table is out"
    assert "Nguồn: https://example.org/papi-2024" in worded.body


def test_an_incident_says_what_to_do_and_whose_it_is_in_both_languages() -> None:
    told = Message("key", "ops", None, (Alert("1", "portal_broken", "wake", incident=BROKEN),))

    worded = word(told, READER, "plain")

    assert worded.title == "Cổng angiang gặp sự cố – không tìm thấy bài viết nào: since Monday"
    assert "Portal angiang is broken – no article: since Monday" in worded.body
    assert "What to do (north-desk): look at its layout" in worded.body
    assert "Việc cần làm (north-desk): thêm vào tệp khai báo" in worded.body


def test_several_incidents_are_counted_in_the_title() -> None:
    told = tuple(Alert(str(n), "portal_broken", "wake", incident=replace(BROKEN, where=f"p{n}")) for n in range(9))

    worded = word(Message("key", "ops", None, told), READER, "chat", body_limit=1500)

    assert worded.title == "9 sự cố cần xem / 9 incidents to look at"
    assert "… và" in worded.body


def test_a_digest_has_a_table_of_all_moves_and_tells_the_first_in_full() -> None:
    worded = word(message(CHANGE, *edition_of(62)), READER, "html", picture=b"png")

    assert worded.title == "PAPI 2023: 63 thay đổi thứ hạng / 63 rank changes"
    assert worded.body.count("<tr>") == 64
    assert worded.body.count("https://example.org/1</a>") == 5
    assert 'src="cid:ranks.png"' in worded.body


@pytest.mark.parametrize("limit", [700, 1500, 4096])
@pytest.mark.parametrize("form", ["plain", "chat", "html"])
def test_a_digest_keeps_the_channels_limit_and_counts_what_it_leaves_out(form: Form, limit: int) -> None:
    worded = word(message(*edition_of(110)), READER, form, body_limit=limit, title_limit=40)

    assert len(worded.body) <= limit
    assert len(worded.title) <= 40
    assert "thay đổi khác" in worded.body
    assert "https://example.org/board" in worded.body


def test_a_portals_text_can_neither_mention_nor_mark_up() -> None:
    text = "<!channel> @here <script>x()</script> [tải](http://evil.example) *đậm* `mã` \u202egpj.exe"
    hostile = replace(CHANGE, quote=text, url='https://example.org/@here"><b>')

    chat, html = (word(message(hostile), READER, form).body for form in ("chat", "html"))

    assert not set("<*`\u202e") & set(chat)
    assert not any(sign in chat for sign in ("@here", "](", "http://evil"))
    assert "<script>" not in html
    assert "<b>" not in html


def test_both_languages_have_every_phrase() -> None:
    for each in (TITLES, SENTENCES, REASONS, PHRASES, INCIDENTS):
        assert each["vi"].keys() == each["en"].keys()


def test_a_picture_needs_two_editions_and_is_a_png() -> None:
    history = [Point(str(year), rank, is_joined=True) for year, rank in ((2021, 40), (2022, 44), (2023, 9))]

    picture = draw(history)

    assert draw(history[:1]) is None
    assert picture is not None
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert len(picture) < 20_000
