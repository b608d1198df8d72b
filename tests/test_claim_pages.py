"""The 24 claims of tests/data/claims.csv, told by pages, get a person's verdict through the real way."""

import csv
from datetime import date

import pytest

from page_world import address, run_round
from pipeline.reference import load_reference
from pipeline.settings import Settings
from pipeline.warehouse.access import inspect
from sql_world import ROOT
from warehouse_world import with_warehouse

with (ROOT / "tests/data/claims.csv").open(encoding="utf-8", newline="") as file:
    CLAIMS = list(csv.DictReader(file))
PAPER = "baochinhphu"
UNITS = {"percent": "%", "points": " điểm", "ratio": " điểm", "ranks": " bậc"}


def comma(number: str) -> str:
    return number.lstrip("-").replace(".", ",")


def moves(claim: dict[str, str], *, of_ranks: bool) -> str:
    """`, tăng 9 bậc so với năm 2022, tăng 13 bậc so với năm 2021`"""
    told = ""
    for change in filter(None, claim["changes"].split(";")):
        amount, unit, versus = change.split()
        if (unit == "ranks") == of_ranks:
            word = "giảm" if amount.startswith("-") else "tăng"
            told += f", {word} {comma(amount)}{UNITS[unit]} so với năm {versus}"
    return told


def page(claim: dict[str, str]) -> str:
    name = load_reference().entity_name(claim["entity"])
    index = claim["subject"].replace("_", " ")
    text = f"Năm {claim['period']}, Chỉ số {index} của {name}"
    if claim["rank"]:
        text += f" xếp thứ {claim['rank']}/{claim['rank_of']}{moves(claim, of_ranks=True)}"
    if claim["score"]:
        told = f"đạt {comma(claim['score'])}{UNITS[claim['unit']]}{moves(claim, of_ranks=False)}"
        text += (
            f".\nVề điểm số, Chỉ số {index} năm {claim['period']} của {name} {told}" if claim["rank"] else f" {told}"
        )
    return f"{text}.\n"


def expected(claim: dict[str, str]) -> set[tuple[str, str]]:
    found = {("rank", claim["rank_verdict"]), ("score", claim["score_verdict"])}
    for change, verdict in zip(claim["changes"].split(";"), claim["change_verdicts"].split(";"), strict=True):
        if change:
            found.add((f"change of {'rank' if 'ranks' in change else 'score'} {float(change.split()[0])}", verdict))
    return {one for one in found if one[1]}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[tuple[str, str]]]:
    """By page: each claim of it, and the verdict."""
    settings = with_warehouse(Settings(home=tmp_path_factory.mktemp("claims")))
    pages = [(PAPER, str(number), date(2025, 6, 20), page(claim)) for number, claim in enumerate(CLAIMS)]
    run_round(settings, pages)
    sql = "SELECT url, claim, CAST(claimed AS DOUBLE), verdict FROM claim_verdict"
    found: dict[str, set[tuple[str, str]]] = {}
    with inspect(settings) as warehouse:
        for url, claim, claimed, verdict in warehouse.execute(sql):
            what = f"{claim} {claimed}" if claim.startswith("change") else claim
            found.setdefault(url, set()).add((what, verdict))
    return found


@pytest.mark.parametrize("number", range(len(CLAIMS)), ids=lambda number: f"{CLAIMS[number]['entity']}-{number}")
def test_a_page_gets_the_verdict_of_its_claim(verdicts: dict[str, set[tuple[str, str]]], number: int) -> None:
    assert verdicts[address(PAPER, str(number))] == expected(CLAIMS[number])
