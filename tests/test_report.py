"""The report: one page without network, every number with its receipt, and no text of a portal that could act on it."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline import report as package
from pipeline.stages.reporting import report
from pipeline.warehouse.access import writer
from pipeline.warehouse.checks import load_checks
from pipeline.warehouse.load import load
from pipeline.warehouse.publish import publish
from pipeline.warehouse.settle import settle
from warehouse_world import START, batch, rank, read, ready_settings

ATTACK = "</script><img src=x onerror=alert(1)> & <!--"
FOLDER = Path(package.__file__).parent


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A home where a portal contradicts the official table, with a title and a sentence meant to break out."""
    settings = ready_settings(tmp_path_factory.mktemp("report"))
    figure = replace(rank(21, subject="PAPI", entity="cao-bang", period="2023"), quote=ATTACK, start=0, end=len(ATTACK))
    article = read(1, [figure], body=ATTACK + " hết câu.")
    article = replace(article, article=replace(article.article, title=ATTACK))
    with writer(settings) as warehouse:
        load(warehouse, batch("b1", [article]))
        settle(warehouse, ["b1"], [], lambda changes: [], START)
    publish(settings)
    return report(settings, settings.home / "out" / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tables(page: str) -> dict[str, list[dict[str, Any]]]:
    found = json.loads(element(page, "data"))["tables"]
    return {
        name: [dict(zip(each["columns"], row, strict=True)) for row in each["rows"]] for name, each in found.items()
    }


def element(page: str, name: str) -> str:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)
    assert found
    return found[1]


def test_the_page_asks_the_network_for_nothing(page: str) -> None:
    shell = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)

    assert "default-src 'none'" in shell
    assert not re.search(r"<(link|img|iframe|object)\b|@import|\bsrc=|url\(", shell)


def test_only_the_scripts_that_it_names_may_run(page: str) -> None:
    named = set(re.findall(r"'(sha256-[^']+)'", page))
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)

    assert len(scripts) == len(package.SCRIPTS)
    assert named == {"sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts}


def test_text_of_a_page_stays_text(page: str, tables: dict[str, list[dict[str, Any]]]) -> None:
    assert "onerror" in page
    assert "<img" not in page
    assert {row["title"] for row in tables["receipts"]} == {ATTACK}
    assert not any("innerHTML" in path.read_text(encoding="utf-8") for path in FOLDER.glob("*.js"))


def test_every_observation_that_is_shown_has_its_receipt(tables: dict[str, list[dict[str, Any]]]) -> None:
    held = {row["observation"] for row in tables["receipts"]}
    shown = {row[key] for rows in tables.values() for row in rows for key in row if key.endswith("observation")} - {
        None
    }

    assert shown
    assert shown == held
    assert all(row["archive_file"] and row["page_sha256"] for row in tables["receipts"])


def test_a_claim_against_the_official_table_is_shown(tables: dict[str, list[dict[str, Any]]]) -> None:
    assert [(row["entity_name"], row["claimed"], row["official"], row["verdict"]) for row in tables["claims"]] == [
        ("Cao Bằng", 21, 38, "false")
    ]
    newest = tables["contradictions"][0]
    assert (newest["value"], newest["authority_level"], newest["other_value"], newest["other_level"]) == (38, 2, 21, 5)


@pytest.mark.parametrize(
    ("indicator", "period", "state"),
    [
        ("PAPI", "2020", "complete"),
        ("PAPI", "2024", "rest_unranked"),
        ("PAR_INDEX", "2021", "gap"),
        ("PAR_INDEX", "2014", "nothing_held"),
    ],
)
def test_coverage_tells_a_gap_of_ours_from_who_was_not_ranked(
    tables: dict[str, list[dict[str, Any]]], indicator: str, period: str, state: str
) -> None:
    assert [row["state"] for row in tables["editions"] if (row["indicator"], row["period"]) == (indicator, period)] == [
        state
    ]


def test_every_word_is_there_in_both_languages() -> None:
    words = json.loads((FOLDER / "words.json").read_text(encoding="utf-8"))
    scripts = "".join((FOLDER / name).read_text(encoding="utf-8") for name in ("tools.js", "report.js", "charts.js"))
    asked = set(re.findall(r'\bword\("(\w+)"', scripts)) | set(re.findall(r"\bwords\.(\w+)", scripts))

    assert words["vi"].keys() == words["en"].keys()
    assert asked <= words["vi"].keys()
    assert all(
        set(re.findall(r"\{\w+\}", words["vi"][key])) == set(re.findall(r"\{\w+\}", words["en"][key]))
        for key in words["vi"]
    )


def test_what_a_figure_is_doubted_for_is_told_in_vietnamese_too() -> None:
    doubts = json.loads((FOLDER / "words.json").read_text(encoding="utf-8"))["doubts"]

    assert doubts.keys() == {name for name, check in load_checks().items() if check.severity == "error"}


def test_the_page_is_small_enough_to_send(page: str) -> None:
    assert len(page.encode()) < 1_500_000
