"""What holds of grouping for any text: a copy of itself however it is printed, no copy once a figure differs."""

import random
import re
import unicodedata
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.strategies import articles
from pipeline.duplicates.fingerprint import fingerprint
from pipeline.duplicates.group import Member, group, group_texts
from pipeline.duplicates.relate import relate
from pipeline.duplicates.words import read
from pipeline.model import Relation

NUMBER = re.compile(r"\d+")


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
@given(articles())
def test_print_changes_nothing(text: str) -> None:
    printed = unicodedata.normalize("NFD", text.upper()).replace(" ", "\u00a0").replace("HÓA", "HOÁ")

    assert relate(read(printed), read(text)) == (Relation.COPY, 1.0)
    assert fingerprint(printed) == fingerprint(text)


@settings(deadline=None)
@given(articles(), st.data())
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
@given(articles(), st.integers(100, 990))
def test_surroundings_leave_a_copy(text: str, number: int) -> None:
    around = (
        f"Thứ tư, 12/4/2024 08:{number % 60:02d}\n{text}\n{number} lượt xem\nTin liên quan\nThêm {number} xã lên sàn"
    )

    assert relate(read(around), read(text)) == (Relation.COPY, 1.0)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=50, deadline=None)
@given(st.lists(st.tuples(articles(), st.integers(0, 5), st.integers(0, 3)), min_size=2, max_size=6), st.randoms())
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
@given(st.lists(articles(), min_size=1, max_size=5))
def test_every_group_leads_to_an_original(some: list[str]) -> None:
    found = {one.article: one for one in group_texts([(str(number), text) for number, text in enumerate(some * 2)])}

    assert list(found) == [str(number) for number in range(len(some) * 2)]
    for one in found.values():
        assert found[one.canonical].relation is Relation.ORIGINAL
        assert int(one.canonical) <= int(one.article)
