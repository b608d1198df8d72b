"""Corrections: what they do to a figure that waits, what they leave alone, and which lines are refused."""

from pathlib import Path

import pytest

from pipeline import reference
from pipeline.errors import UsageError
from pipeline.warehouse.corrections import concerned, corrections
from pipeline.warehouse.judge import judge
from sql_world import world

PAGE = "https://north.example/page"
CORRECTION = f"""
INSERT INTO core.correction VALUES
    ('PAPI', 'quang-ninh', '2020', 'score', '{PAGE}', 48.881, 48.811, 'digits swapped', 'An', DATE '2021-05-01');
"""
# The page prints 48.881 and is doubted; another of its figures is doubted too.
SAID = """
INSERT INTO core.observation BY NAME
FROM said('misprint', subject := 'PAPI', entity := 'quang-ninh', period := '2020', measure := 'score', unit := 'points',
          value := 48.881, status := 'quarantined');
INSERT INTO core.observation BY NAME
FROM said('other', subject := 'PAPI', entity := 'quang-ninh', period := '2020', value := 9, status := 'quarantined');
INSERT INTO core.finding BY NAME
SELECT 'new' AS batch, 'a check' AS check_name, 'error' AS severity, unnest(['misprint', 'other']) AS observation,
       '' AS detail, '' AS why, '' AS todo, now() AS found_at;
"""
HEAD = "subject,entity,period,measure,url,expect,value,reason,decided_by,decided_on\n"


def test_a_correction_accepts_its_figure_and_no_other_and_gives_it_back_when_it_goes() -> None:
    status = "SELECT observation, status FROM core.observation ORDER BY observation"
    with world(SAID, CORRECTION) as warehouse:
        judge(warehouse, sorted(concerned(warehouse)))
        with_it = warehouse.execute(status)
        warehouse.execute("DELETE FROM core.correction")
        judge(warehouse, ["new"])
        without = warehouse.execute(status)

    assert with_it == [("misprint", "accepted"), ("other", "quarantined")]
    assert without == [("misprint", "quarantined"), ("other", "quarantined")]


def test_a_persons_rejection_outweighs_a_correction() -> None:
    review = f"""
        INSERT INTO core.review BY NAME
        SELECT 'misprint' AS observation, 'reject' AS decision, 'no' AS reason, 'An' AS decided_by, now() AS decided_at,
               'page' AS article, '{PAGE}' AS url, 'PAPI' AS subject, 'quang-ninh' AS entity, '2020' AS period,
               'score' AS measure, 48.881 AS value, 'a sentence' AS quote
    """
    with world(SAID, CORRECTION, review) as warehouse:
        judge(warehouse, ["new"])
        found = warehouse.scalar("SELECT status FROM core.observation WHERE observation = 'misprint'")

    assert found == "rejected"


def test_the_figure_is_corrected_and_the_claim_is_judged_as_printed() -> None:
    with world(SAID, CORRECTION) as warehouse:
        judge(warehouse, ["new"])
        held = warehouse.execute("SELECT correction, printed_value, value FROM accepted_observation")
        claim = warehouse.execute("SELECT claimed, verdict FROM claim_verdict")
        lost = warehouse.execute("SELECT count(*) FROM contradiction WHERE other_observation = 'misprint'")

    assert [(why, float(printed), float(value)) for why, printed, value in held] == [("digits swapped", 48.881, 48.811)]
    assert [(float(claimed), verdict) for claimed, verdict in claim] == [(48.881, "false")]
    assert lost == [(0,)]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("PAPY,quang-ninh,2020,score,u,1,2,r,An,2021-05-01", "no subject 'PAPY' is known"),
        ("PAPI,quang ninh,2020,score,u,1,2,r,An,2021-05-01", "no entity 'quang ninh' is known"),
        ("PAPI,quang-ninh,2020,points,u,1,2,r,An,2021-05-01", "'points' is not a valid Measure"),
        ('PAPI,quang-ninh,2020,score,u,"48,881",2,r,An,2021-05-01', "ConversionSyntax"),
        ("PAPI,quang-ninh,2020,score,u,1,2,,An,2021-05-01", "reason is empty"),
        ("PAPI,quang-ninh,2020,score,u,1,2,r,An,May 2021", "Invalid isoformat"),
    ],
)
def test_a_line_that_cannot_be_understood_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, told: str
) -> None:
    (tmp_path / "corrections.csv").write_text(f"{HEAD}{line}\n", encoding="utf-8")
    monkeypatch.setattr(reference, "FOLDER", tmp_path)

    with pytest.raises(UsageError, match=rf"corrections.csv:2: .*{told}"):
        list(corrections())
