"""Saved questions: each runs on what is held, and answers as the official tables do."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.warehouse.access import reader, writer
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.document import PAGE, current_page
from pipeline.warehouse.lines import Lines
from pipeline.warehouse.load import load
from pipeline.warehouse.publish import publish
from pipeline.warehouse.queries import ask, ask_as_of, saved_queries
from pipeline.warehouse.settle import settle
from warehouse_world import START, batch, rank, read, ready_settings

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    settings = ready_settings(tmp_path_factory.mktemp("queries"))
    assert settings.portals_folder is not None
    (settings.portals_folder / "mau.toml").write_text(
        'name = "mau"\nentity = "cao-bang"\nhome = "https://mau.example/"\nowner = "desk"\n', encoding="utf-8"
    )
    goal = "Tỉnh phấn đấu chỉ số PAPI tăng 5 bậc trong năm 2023.\nCâu khác."
    articles = [
        read(1, [rank(38, subject="PAPI", entity="cao-bang", period="2023")]),
        read(2, [], body=goal),
    ]
    with writer(settings) as warehouse:
        load(warehouse, batch("b1", articles))
        settle(warehouse, ["b1"], [], lambda changes: [], START)
    publish(settings)
    with reader(settings) as warehouse:
        yield warehouse


README = (ROOT / "README.md").read_text(encoding="utf-8").split("```sql\n")[1].split("```")[0]


@pytest.mark.parametrize("sql", [each.strip() for each in README.split(";") if each.strip(" \n")][:5])
def test_the_queries_of_the_readme_work(copy: Warehouse, sql: str) -> None:
    assert copy.query(sql).columns


@pytest.mark.parametrize("name", sorted(saved_queries()))
def test_every_question_is_answered(copy: Warehouse, name: str) -> None:
    assert saved_queries()[name].endswith((".", "?"))
    assert ask(copy, name).columns


def test_the_latest_rank_is_that_of_the_newest_table(copy: Warehouse) -> None:
    rows = ask(copy, "latest", {"entity": "cao-bang", "indicator": "PAPI"}).records()

    assert [(row["period"], row["rank"], row["rank_of"]) for row in rows] == [("2024", 51, 61)]


def test_who_moved_most(copy: Warehouse) -> None:
    rows = ask(copy, "movers", {"indicator": "PAPI", "period": "2024"}).records()
    sizes = [abs(int(str(row["places_up"]))) for row in rows]

    assert sizes == sorted(sizes, reverse=True)
    assert {"Cao Bằng": -13}.items() <= {row["province"]: row["places_up"] for row in rows}.items()


def test_a_claim_is_compared_with_its_table(copy: Warehouse) -> None:
    rows = ask(copy, "claims", {"entity": "cao-bang"}).records()

    assert [(row["claimed"], row["official"], row["verdict"]) for row in rows] == [(38, 38, "wrong_field_size")]


def test_a_target_stands_beside_what_came_of_it(copy: Warehouse) -> None:
    rows = ask(copy, "targets", {"entity": "cao-bang"}).records()

    assert ("2024", 51) in [(row["period"], row["rank"]) for row in rows]
    assert "phấn đấu" in str(rows[0]["target"])


def test_a_region_is_ranked_within_itself(copy: Warehouse) -> None:
    rows = ask(copy, "in_region", {"indicator": "PAPI", "period": "2024"}).records()
    firsts = [row for row in rows if row["place_in_region"] == 1]

    assert len(firsts) == len({row["region"] for row in rows})
    assert all(row["place_in_region"] <= row["held_in_region"] for row in rows)  # type: ignore[operator]


@pytest.mark.parametrize("name", ["board", "why", "movers", "latest", "targets"])
def test_as_of_today_the_answer_is_that_of_today(copy: Warehouse, name: str) -> None:
    asked = {"why": {"entity": "cao-bang", "subject": "PAPI", "period": "2023"}, "targets": {"entity": "cao-bang"}}
    given = asked.get(name, {"indicator": "PAPI"})

    assert ask_as_of(copy, START, name, given, Lines(("PAPI",), None)) == ask(copy, name, given)


def test_before_a_page_was_loaded_only_the_tables_were_known(copy: Warehouse) -> None:
    before, given = START - timedelta(seconds=1), {"indicator": "PAPI", "period": "2023"}

    then = {row["province"]: row for row in ask_as_of(copy, before, "board", given).records()}
    now = {row["province"]: row for row in ask(copy, "board", given).records()}
    assert [(rows["Cao Bằng"]["rank"], rows["Cao Bằng"]["sources"]) for rows in (then, now)] == [(38, 0), (38, 1)]


def test_a_long_question_draws_no_bar_into_our_output(copy: Warehouse) -> None:
    asked = "SELECT current_setting('enable_progress_bar') AS drawn"

    assert copy.scalar(asked) is False
    assert list(copy.stream(asked)) == [(False,)]


def test_an_unknown_question_or_parameter_is_told(copy: Warehouse) -> None:
    with pytest.raises(UsageError, match="there are board"):
        ask(copy, "none")
    with pytest.raises(UsageError, match="it has entity, indicator"):
        ask(copy, "latest", {"year": "2021"})


@pytest.mark.parametrize("words", ["phan dau chi so papi", "PHẤN ĐẤU", "phấn đấu"])
def test_texts_are_found_with_and_without_marks(copy: Warehouse, words: str) -> None:
    rows = copy.query("FROM find_text($1)", [words]).records()

    assert [row["url"] for row in rows] == ["https://mau.example/tin/2"]
    assert "phấn đấu" in str(rows[0]["found"])


def test_sentences_are_found_with_their_figure(copy: Warehouse) -> None:
    rows = copy.query("FROM find_sentence('xep thu 21/63')").records()

    assert [(row["subject"], row["entity_name"]) for row in rows] == [("PAPI", "Cao Bằng")]


def test_the_page_about_the_tables_is_current() -> None:
    """Write it anew with `python -m pipeline.warehouse.document`."""
    assert PAGE.read_text(encoding="utf-8") == current_page()
