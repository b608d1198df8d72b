"""The scorer's rules: what counts as right, missed, extra, and what does not count."""

from typing import Any

import pytest

from pipeline.observe import observe
from pipeline.observe.corpus import to_corpus
from pipeline.observe.evaluate import evaluate
from pipeline.reference import load_reference


def ranking(**fields: Any) -> dict[str, Any]:
    return {"indicator": "PAPI", "entity": "Hà Giang", "period": "2021", **fields}


def text(rankings: list[dict[str, Any]] = [], counters: list[dict[str, Any]] = []) -> dict[str, Any]:  # noqa: B006
    return {"rankings": rankings, "counters": counters}


def test_every_printed_number_is_one_fact() -> None:
    label = ranking(rank=12, rank_of=63, value=42.5, change={"ranks": 3, "value": None, "versus": "2020"})
    read = ranking(rank=12, value=42.5, change={"ranks": -3, "value": None, "versus": "2020"})

    score = evaluate({"a": text([label])}, {"a": text([read])}).rankings

    assert (score.right, score.given, score.labelled) == (2, 3, 4)
    assert score.precision == pytest.approx(2 / 3)
    assert score.recall == pytest.approx(1 / 2)
    assert score.f1 == pytest.approx(4 / 7)
    assert {fact[3:] for _, fact in score.misses} == {("change_ranks", 3.0), ("rank_of", 63.0)}
    assert [fact[3:] for _, fact in score.extras] == [("change_ranks", -3.0)]


def test_names_agree_without_marks_case_and_signs() -> None:
    score = evaluate(
        {"a": text([ranking(entity="Bà Rịa - Vũng Tàu", rank=4)])},
        {"a": text([ranking(entity="Bà Rịa – Vũng Tàu".upper(), rank=4)])},
    ).rankings

    assert score.f1 == 1.0


def test_a_wrong_period_counts_in_the_strict_score_only() -> None:
    result = evaluate({"a": text([ranking(rank=12)])}, {"a": text([ranking(rank=12, period=None)])})

    assert (result.rankings.f1, result.any_period.f1) == (0.0, 1.0)


def test_ambiguous_labels_neither_help_nor_hurt() -> None:
    labels = text([ranking(rank=12), ranking(rank=15, period="2020", ambiguous=True)])

    read = evaluate({"a": labels}, {"a": text([ranking(rank=12), ranking(rank=15, period="2020")])}).rankings
    unread = evaluate({"a": labels}, {"a": text([ranking(rank=12)])}).rankings

    assert (read.right, read.given, read.labelled) == (unread.right, unread.given, unread.labelled) == (1, 1, 1)


def test_more_changes_count() -> None:
    label = ranking(rank=9, change={"ranks": 15}, more_changes=[{"ranks": 42}])

    assert evaluate({"a": text([label])}, {}).rankings.labelled == 3


def test_counters_are_numbers_of_a_kind_whatever_their_name() -> None:
    labels = text(counters=[{"name": "a", "value": 1200, "unit": "dossiers"}, {"name": "b", "value": 5, "unit": "VND"}])
    read = text(
        counters=[
            {"name": "x", "value": 1200.0, "unit": "dossiers/day"},
            {"name": "y", "value": 5, "unit": "percent"},
            {"name": "z", "value": None, "unit": "percent"},
        ]
    )

    score = evaluate({"a": labels}, {"a": read}).counters

    assert (score.misses, score.extras) == ((("a", (5.0, "VND")),), (("a", (5.0, "percent")),))


def test_texts_without_rankings_that_were_given_one() -> None:
    result = evaluate({"a": text(), "b": text()}, {"a": text([ranking(rank=1)])})

    assert (result.bare_texts, result.false_alarms) == (2, ("a",))


def test_a_reading_in_the_shape_of_labels_keeps_growth() -> None:
    reference = load_reference()
    reading = observe(
        "Có hơn 2 triệu tài khoản, tăng hơn 4 lần so với cùng kỳ năm 2021.",
        entity="lai-chau",
        published=None,
        reference=reference,
    )

    (counter,) = to_corpus("a", reading, reference)["counters"]

    assert counter["change"] == {"factor": 4, "versus": "2021"}
    assert (counter["value"], counter["bound"], counter["entity"]) == (2_000_000, "more_than", "Lai Châu")
