"""What pages claimed and the official tables say to it: 24 real claims, and the edges between the verdicts."""

import csv

import pytest

from pipeline.warehouse.connection import Warehouse
from sql_world import ROOT, world

with (ROOT / "tests/data/claims.csv").open(encoding="utf-8", newline="") as file:
    CLAIMS = list(csv.DictReader(file))


def structs(text: str, *, of_ranks: bool) -> str:
    """`9 ranks 2022;1.43 points 2021` -> the changes of one measure, as SQL."""
    parts = [part.split() for part in text.split(";") if part]
    told = (
        f"{{'amount': {amount}, 'unit': '{unit}', 'versus': {versus if versus == 'NULL' else repr(versus)}}}"
        for amount, unit, versus in parts
        if (unit == "ranks") == of_ranks
    )
    return f"[{', '.join(told)}]"


def said(claim: dict[str, str]) -> list[str]:
    where = f"subject := '{claim['subject']}', entity := '{claim['entity']}', period := '{claim['period']}'"
    start = "INSERT INTO core.observation BY NAME FROM said"
    rank = f"value := {claim['rank']}, rank_of := {claim['rank_of']}"
    rank += f", changes := {structs(claim['changes'], of_ranks=True)}"
    score = f"measure := 'score', value := {claim['score']}, unit := '{claim['unit']}'"
    score += f", changes := {structs(claim['changes'], of_ranks=False)}"
    rows = [("rank", rank)] * bool(claim["rank"]) + [("score", score)] * bool(claim["score"])
    return [f"{start}('{key}', {where}, {row}, status := 'accepted')" for key, row in rows]


def verdicts(warehouse: Warehouse) -> dict[tuple[str, str], str]:
    """By what is claimed: (rank, ''), (change of rank, '9 2022')."""
    sql = """
        SELECT claim, CASE WHEN starts_with(claim, 'change')
                           THEN CAST(CAST(claimed AS DOUBLE) AS VARCHAR) || ' ' || coalesce(versus, 'NULL')
                           ELSE '' END, verdict
        FROM claim_verdict
    """
    return {(str(claim), str(change)): str(verdict) for claim, change, verdict in warehouse.execute(sql)}


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim['entity']}-{claim['subject']}-{claim['period']}")
def test_every_claim_gets_the_verdict_a_person_gave_it(claim: dict[str, str]) -> None:
    expected = {("rank", ""): claim["rank_verdict"], ("score", ""): claim["score_verdict"]}
    for change, verdict in zip(claim["changes"].split(";"), claim["change_verdicts"].split(";"), strict=True):
        if change:
            amount, unit, versus = change.split()
            measure = "rank" if unit == "ranks" else "score"
            expected[f"change of {measure}", f"{float(amount)} {versus}"] = verdict

    with world(*said(claim)) as warehouse:
        found = verdicts(warehouse)

    assert found == {key: verdict for key, verdict in expected.items() if verdict}


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ("13 ranks 2022", "true_of_another_year"),  # since 2021
        ("13 ranks NULL", "true"),
        ("8 ranks 2022", "off_by_one"),
        ("30 ranks 2022", "false"),
        ("30 ranks NULL", "false"),
        ("30 ranks 2009", "cannot_be_checked"),  # PAPI had no edition then
    ],
)
def test_a_change_is_tried_against_every_earlier_year(change: str, verdict: str) -> None:
    """Kiên Giang, PAPI: 57th in 2021, 53rd in 2022, 44th in 2023."""
    claim = CLAIMS[7] | {"score": "", "changes": change}

    with world(*said(claim)) as warehouse:
        found = {key: value for key, value in verdicts(warehouse).items() if key[0] == "change of rank"}

    assert list(found.values()) == [verdict]


def test_a_claim_of_the_other_map_is_not_held_against_a_table_of_63() -> None:
    """Đà Nẵng was 2nd of 63 and 17th of 34 in one digital index; the claim is about the merged city."""
    claim = CLAIMS[16] | {"entity": "da-nang~2025", "period": "2024", "rank": "17", "rank_of": "34", "score": ""}

    with world(*said(claim)) as warehouse:
        found = verdicts(warehouse)

    assert set(found.values()) == {"cannot_be_checked"}
