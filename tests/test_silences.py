"""A silence holds back the alerts that it names, until its last day; nothing else, and no longer."""

import pytest

from pipeline.errors import QueryError
from sql_world import world

ALERT = (
    "INSERT INTO core.alert BY NAME SELECT 'a' AS alert, 'old' AS batch, 'new_edition' AS reason, 'wake' AS severity, "
)
SOME = f"{ALERT} 'PAPI' AS subject, 'yen-bai' AS entity, 'north' AS portal, now() AS created_at"


def silence(until: str, subject: str = "NULL", entity: str = "NULL", portal: str = "NULL") -> str:
    return (
        "INSERT INTO core.silence BY NAME SELECT "
        f"{subject} AS subject, {entity} AS entity, {portal} AS portal, {until} AS until, "
        "'a broken week' AS reason, 'An' AS created_by, now() AS created_at"
    )


@pytest.mark.parametrize(
    ("silenced", "held"),
    [
        (silence("current_date", subject="'PAPI'"), 1),
        (silence("current_date - 1", subject="'PAPI'"), 0),
        (silence("current_date + 9", entity="'yen-bai'"), 1),
        (silence("current_date + 9", portal="'north'"), 1),
        (silence("current_date + 9", subject="'PAPI'", entity="'lao-cai'"), 0),
    ],
)
def test_a_silence_holds_back_what_it_names_until_its_last_day(silenced: str, held: int) -> None:
    with world(SOME, silenced) as warehouse:
        assert warehouse.count("SELECT count(*) FROM silenced_alert") == held


def test_a_silence_without_a_last_day_cannot_be_kept() -> None:
    with pytest.raises(QueryError, match="NOT NULL"), world(silence("NULL", subject="'PAPI'")):
        pass
