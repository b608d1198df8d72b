"""What holds of grouping for any text: a copy of itself however it is printed, no copy once a figure differs."""

import random
import re
import unicodedata
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.duplicates.fingerprint import fingerprint
from pipeline.duplicates.group import Member, group, group_texts
from pipeline.duplicates.relate import relate
from pipeline.duplicates.words import read
from pipeline.model import Relation

FRAMES = [
    "Năm {year}, chỉ số cải cách hành chính của tỉnh đạt {score}%, đứng thứ {rank}/63 tỉnh, thành phố cả nước.",
    "Bộ phận Một cửa các cấp tiếp nhận {many} hồ sơ, trả đúng hẹn {score}%, còn {rank} hồ sơ phải xin lỗi người dân.",
    "So với quý trước, thứ hạng phục vụ người dân, doanh nghiệp của tỉnh tăng {step} bậc, điểm số thêm {score} điểm.",
    "Có {rank} xã chưa niêm yết đủ thủ tục, giảm {step} xã; đoàn kiểm tra nhắc nhở {step} đơn vị chậm báo cáo.",
]
PLAIN = [
    "Lãnh đạo tỉnh đề nghị các sở rà soát lại từng tiêu chí mất điểm và phân công người chịu trách nhiệm cụ thể.",
    "Người dân vùng cao nay nộp hồ sơ ngay tại nhà văn hóa thôn với sự giúp đỡ của tổ công nghệ số cộng đồng.",
    "Đại diện doanh nghiệp kiến nghị rút ngắn thời gian cấp phép xây dựng và công khai quy hoạch trên mạng.",
    "Buổi làm việc kết thúc với cam kết của các đơn vị về kỷ luật, kỷ cương trong giải quyết công việc của dân.",
]
NUMBER = re.compile(r"\d+")


@st.composite
def texts(draw: st.DrawFn) -> str:
    figures = st.fixed_dictionaries(
        {
            "year": st.integers(2012, 2025),
            "score": st.decimals(20, 98, places=2).map(lambda value: str(value).replace(".", ",")),
            "rank": st.integers(2, 62),
            "step": st.integers(2, 30),
            "many": st.integers(1001, 99999),
        }
    )
    stated = [frame.format(**draw(figures)) for frame in draw(st.permutations(FRAMES))[: draw(st.integers(1, 4))]]
    plain = draw(st.permutations(PLAIN))[: draw(st.integers(1, 4))]
    sentences = draw(st.permutations([*stated, *plain]))
    return draw(st.sampled_from(["\n", " "])).join(sentences)


@settings(deadline=None)
@given(st.text())
def test_any_text_is_a_copy_of_itself(text: str) -> None:
    """But pages without a word have nothing in common."""
    expected = (Relation.COPY, 1.0) if read(text).words else None

    assert relate(read(text), read(text)) == expected


@settings(deadline=None)
@given(st.text(), st.text())
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    found = relate(read(one), read(other))

    assert found is None or 0.0 <= found[1] <= 1.0


@settings(deadline=None)
@given(texts())
def test_print_changes_nothing(text: str) -> None:
    printed = unicodedata.normalize("NFD", text.upper()).replace(" ", "\u00a0").replace("HÓA", "HOÁ")

    assert relate(read(printed), read(text)) == (Relation.COPY, 1.0)
    assert fingerprint(printed) == fingerprint(text)


@settings(deadline=None)
@given(texts(), st.data())
def test_a_text_with_another_figure_is_no_copy(text: str, data: st.DataObject) -> None:
    numbers = [found for found in NUMBER.finditer(text) if found[0] != "63"]
    found = data.draw(st.sampled_from(numbers))
    instead = data.draw(st.integers(1, 99).map(str).filter(lambda number: number != found[0].lstrip("0")))
    edited = text[: found.start()] + instead + text[found.end() :]
    if read(edited).words == read(text).words:  # 41,5 and 41,50
        return

    for new, old in ((edited, text), (text, edited)):
        related = relate(read(new), read(old))
        assert related is None or related[0] is Relation.REVISION


@settings(deadline=None)
@given(texts(), st.integers(100, 990))
def test_surroundings_leave_a_copy(text: str, number: int) -> None:
    around = (
        f"Thứ tư, 12/4/2024 08:{number % 60:02d}\n{text}\n{number} lượt xem\nTin liên quan\nThêm {number} xã lên sàn"
    )

    assert relate(read(around), read(text)) == (Relation.COPY, 1.0)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=50, deadline=None)
@given(st.lists(st.tuples(texts(), st.integers(0, 5), st.integers(0, 3)), min_size=2, max_size=6), st.randoms())
def test_the_order_of_a_batch_changes_nothing(drawn: list[tuple[str, int, int]], rng: random.Random) -> None:
    members = []
    for number, (text, day, kind) in enumerate(drawn):
        edits = (text, text + "\n87 lượt xem", text.replace("63", "62"), text[: len(text) * 2 // 3])
        for place, body in enumerate((text, edits[kind])):
            published = date(2024, 1, 1) + timedelta(days=day + place)
            members.append(
                Member(f"{number}-{place}", "mau", f"https://mau.example/{number}{place}", published, "", body)
            )
    shuffled = members[:]
    rng.shuffle(shuffled)

    assert sorted(group(shuffled), key=lambda one: one.article) == sorted(group(members), key=lambda one: one.article)


@settings(deadline=None)
@given(st.lists(texts(), min_size=1, max_size=5))
def test_every_group_leads_to_an_original(some: list[str]) -> None:
    found = {one.article: one for one in group_texts([(str(number), text) for number, text in enumerate(some * 2)])}

    assert list(found) == [str(number) for number in range(len(some) * 2)]
    for one in found.values():
        assert found[one.canonical].relation is Relation.ORIGINAL
        assert int(one.canonical) <= int(one.article)
