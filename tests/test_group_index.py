"""The warehouse answers like memory: batch by batch, in any order, groups come out as if all had come at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pipeline.duplicates.group import Member, group
from pipeline.model import Portal
from pipeline.warehouse import index
from pipeline.warehouse.access import writer
from pipeline.warehouse.batch import Batch, ReadArticle
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.forget import forget
from pipeline.warehouse.index import WarehouseIndex, group_articles
from pipeline.warehouse.keys import article_key
from pipeline.warehouse.load import load
from pipeline.warehouse.shingles import sort
from test_group import ARTICLE
from warehouse_world import batch, read, ready_settings

PORTALS = {"mau": Portal("mau", "yen-bai", "https://mau.example/", "desk")}
OTHER = "Chiều qua, đoàn kiểm tra công vụ làm việc tại ba xã vùng cao và không nêu con số nào trong biên bản kết luận."
TEXTS = {
    5: ARTICLE,
    3: ARTICLE + "\n302 lượt xem",
    4: ARTICLE.replace("27/63", "26/63"),
    1: "\n".join(ARTICLE.split("\n")[:3]),
    2: OTHER,
}


def articles() -> list[ReadArticle]:
    """The number of an article is the day on which it was published."""
    return [read(day, body=body, published=date(2024, 4, day)) for day, body in TEXTS.items()]


def bring(warehouse: Warehouse, name: str, some: Sequence[ReadArticle]) -> None:
    load(warehouse, group_articles(WarehouseIndex(warehouse, PORTALS), batch(name, some)))


def together(warehouse: Warehouse, batches: Sequence[Sequence[ReadArticle]]) -> None:
    """By one index, which was told beforehand what is to come."""
    kept = WarehouseIndex(warehouse, PORTALS)
    named = [batch(f"b{number}", some) for number, some in enumerate(batches)]
    kept.expect(named)
    for each in named:
        grouped = group_articles(kept, each)
        load(warehouse, grouped)
        kept.loaded(grouped)


def held(warehouse: Warehouse) -> set[tuple[object, ...]]:
    return set(warehouse.execute("SELECT article, article_group, relation FROM core.article"))


def at_once() -> set[tuple[object, ...]]:
    members = [
        Member(
            article_key(each.article), "mau", each.article.url, each.article.published, "province", each.article.body
        )
        for each in articles()
    ]
    return {(one.article, one.canonical, one.relation.value) for one in group(members)}


@pytest.mark.parametrize("cuts", [[5], [1, 1, 1, 1, 1], [2, 3], [4, 1]])
def test_groups_do_not_depend_on_how_articles_arrive(cuts: list[int], tmp_path: Path) -> None:
    left = articles()
    with writer(ready_settings(tmp_path)) as warehouse:
        for number, cut in enumerate(cuts):
            bring(warehouse, f"b{number}", left[:cut])
            left = left[cut:]

        assert held(warehouse) == at_once()


@pytest.mark.parametrize("remembered", [1, 8_192])
def test_one_index_may_serve_batch_after_batch(
    remembered: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rebuild keeps it: what it remembers of an article moves with the article's group."""
    monkeypatch.setattr(index, "REMEMBERED", remembered)
    with writer(ready_settings(tmp_path)) as warehouse:
        together(warehouse, [[each] for each in articles()])

        assert held(warehouse) == at_once()


def test_a_batch_may_come_twice_and_anew(tmp_path: Path) -> None:
    with writer(ready_settings(tmp_path)) as warehouse:
        bring(warehouse, "b", articles())
        bring(warehouse, "b", articles())
        sort(warehouse)
        first = held(warehouse)
        forget(warehouse, ["b"])
        rows = warehouse.execute("SELECT count(*) FROM core.shingle")
        bring(warehouse, "b", articles())

        assert rows == [(0,)]
        assert held(warehouse) == first == at_once()


@pytest.mark.parametrize("is_told", [False, True])
def test_a_set_phrase_keeps_a_bounded_list(is_told: bool, tmp_path: Path) -> None:
    """Three hundred texts share a passage: its shingles find nobody, an equal text is found all the same."""
    phrase = "Toàn tỉnh tiếp tục đẩy mạnh cải cách hành chính, nâng cao trách nhiệm của người đứng đầu các cơ quan. "
    many = [
        read(number, body=phrase + " ".join(f"{word}{number}" for word in "abcdefghijklmnopqrstu"))
        for number in range(300)
    ]
    again = replace(many[7], article=replace(many[7].article, url="https://mau.example/z"))
    with writer(ready_settings(tmp_path)) as warehouse:
        if is_told:
            together(warehouse, [many[:250], many[250:], [again]])
        else:
            for number, some in enumerate([many[:250], many[250:], [again]]):
                bring(warehouse, f"b{number}", some)
        longest = warehouse.execute("SELECT max(rows) FROM (SELECT count(*) AS rows FROM core.shingle GROUP BY hash)")
        found = warehouse.execute(
            "SELECT article_group, relation FROM core.article WHERE article = $1", [article_key(again.article)]
        )

        assert longest == [(250,)]  # a batch is not cut in the middle
        assert found == [(article_key(many[7].article), "copy")]


def test_texts_of_hardly_a_word_are_held_too(tmp_path: Path) -> None:
    few = [read(number, body=body) for number, body in enumerate(["", "Mưa.", "Mưa to.", "Mưa", "Mưa rất to."])]
    with writer(ready_settings(tmp_path)) as warehouse:
        bring(warehouse, "b1", few[:3])
        bring(warehouse, "b2", few[3:])

        assert sorted(relation for _, _, relation in held(warehouse)) == ["copy"] + ["original"] * 4


def test_a_batch_without_articles_asks_nothing(tmp_path: Path) -> None:
    with writer(ready_settings(tmp_path)) as warehouse:
        empty: Batch = batch("b", [])

        assert group_articles(WarehouseIndex(warehouse, PORTALS), empty).articles == ()
