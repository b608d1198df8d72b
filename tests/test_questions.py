"""What a person is asked about a quarantined figure, and what an answer becomes."""

from datetime import date
from decimal import Decimal

from parwatch_airflow.questions import answer, question

ROW = {
    "observation": "0a1b",
    "portal": "camau",
    "subject": "PAPI",
    "entity": "ca-mau",
    "entity_name": "Cà Mau",
    "period": "2024",
    "measure": "rank",
    "value": Decimal("60.000000"),
    "quote": "xếp thứ 60/61",
    "reasons": ["one page gives two values"],
    "todo": ["read both sentences"],
    "held": ["2023: 55"],
    "url": "http://x/1",
    "title": "PAPI 2024",
    "published": date(2025, 4, 18),
}


def test_question_tells_figure_sentence_doubt_and_what_is_held() -> None:
    asked = question(ROW)

    assert asked["observation"] == "0a1b"
    assert asked["subject"] == "Cà Mau: PAPI 2024 rank 60"
    assert asked["body"].startswith("> xếp thứ 60/61")
    for told in ("[PAPI 2024](http://x/1)", "one page gives two values", "read both sentences", "2023: 55"):
        assert told in asked["body"]


def test_question_about_a_figure_without_value_title_or_period() -> None:
    bare = ROW | {"value": None, "title": None, "period": None, "held": None, "reasons": None, "todo": None}

    asked = question(bare)

    assert asked["subject"] == "Cà Mau: PAPI  rank ?"
    assert "[http://x/1](http://x/1)" in asked["body"]


def test_answer_carries_the_persons_name_and_reason() -> None:
    given = {
        "chosen_options": ["reject"],
        "params_input": {"reason": " a slip "},
        "responded_by_user": {"id": "7", "name": "ops"},
    }

    assert answer("0a1b", given) == {"observation": "0a1b", "decision": "reject", "reason": "a slip", "by": "ops"}


def test_a_question_that_ran_out_of_time_was_answered_by_nobody() -> None:
    given = {"chosen_options": ["later"], "params_input": {"reason": ""}, "responded_by_user": None}

    decided = answer("0a1b", given)

    assert (decided["decision"], decided["by"], decided["reason"]) == ("later", "nobody", "not answered in time")
