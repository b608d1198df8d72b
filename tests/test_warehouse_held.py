"""Tables kept for readers say the same as the views that work everything out anew, whatever happened in between."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from pipeline.model import Alert, Grouping, RankChange, Relation
from pipeline.settings import Settings
from pipeline.warehouse.access import reader, writer
from pipeline.warehouse.batch import Batch
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.forget import forget
from pipeline.warehouse.held import VIEWS
from pipeline.warehouse.keys import article_key
from pipeline.warehouse.lines import Lines, only
from pipeline.warehouse.load import load
from pipeline.warehouse.publish import publish
from pipeline.warehouse.settle import apply_review, settle
from pipeline.warehouse.touched import gather, prepare, touch
from warehouse_world import START, batch, rank, read, ready_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return ready_settings(tmp_path, small=True)


def silent(_: list[RankChange]) -> list[Alert]:
    return []


def brought(warehouse: Warehouse, *batches: Batch) -> None:
    for one in batches:
        load(warehouse, one)
    settle(warehouse, [one.name for one in batches], [], silent, START)


def sipas(number: int, place: int, *, portal: str = "mau", day: int = 0, entity: str = "ha-giang") -> Batch:
    article = read(number, [rank(place, subject="SIPAS", entity=entity, period="2018")], portal=portal)
    return batch(f"{portal}{number}", [article], day=day, portal=portal)


def assert_kept(settings: Settings) -> None:
    publish(settings)
    with writer(settings) as live, reader(settings) as copy:
        for view in VIEWS:
            wanted = live.query(f"FROM {view}")
            given = copy.query(f"FROM {view}")
            assert given.columns == wanted.columns
            assert sorted(map(repr, given.rows)) == sorted(map(repr, wanted.rows)), view


def test_official_tables_are_shown_and_keep_their_digits_when_a_page_speaks_of_them(tmp_path: Path) -> None:
    """Bến Tre's 36.956 of PAPI 2012 stands in a table of four decimals."""
    settings = ready_settings(tmp_path)
    assert_kept(settings)
    article = read(1, [rank(12, subject="PAPI", entity="ben-tre", period="2012")])
    with writer(settings) as warehouse:
        brought(warehouse, batch("mau1", [article]))

    assert_kept(settings)
    with reader(settings) as copy:
        assert copy.count("SELECT count(*) FROM figure WHERE authority_level = 1") > 1000


def test_each_batch_is_kept_with_the_others(settings: Settings) -> None:
    with writer(settings) as warehouse:
        brought(warehouse, sipas(1, 20))
        brought(warehouse, sipas(2, 30, entity="cao-bang", day=1), sipas(3, 21, portal="moi", day=1))
        brought(warehouse, sipas(4, 21, portal="khac", day=2))

    assert_kept(settings)
    with reader(settings) as copy:
        assert copy.scalar("SELECT value FROM figure WHERE subject = 'SIPAS' AND entity = 'ha-giang'") == 21
        assert copy.count("SELECT count(*) FROM contradiction WHERE subject = 'SIPAS' AND entity = 'ha-giang'") == 1


def test_a_decision_reaches_the_copy(settings: Settings) -> None:
    with writer(settings) as warehouse:
        brought(warehouse, sipas(1, 20))
        key = str(warehouse.scalar("SELECT observation FROM core.observation"))
        apply_review(warehouse, key, "reject", "misread", "An", START + timedelta(days=1))

    assert_kept(settings)
    with reader(settings) as copy:
        assert copy.count("SELECT count(*) FROM figure WHERE subject = 'SIPAS' AND entity = 'ha-giang'") == 0


def test_a_new_group_of_a_held_article_reaches_the_copy(settings: Settings) -> None:
    """What two sources said is said by one, once they are known for copies."""
    first, second = sipas(1, 20), sipas(2, 20, portal="moi", day=1)
    keys = [article_key(one.articles[0].article) for one in (first, second)]
    other = sipas(3, 5, portal="khac", day=2, entity="cao-bang")
    with writer(settings) as warehouse:
        brought(warehouse, first, second)
        brought(warehouse, replace(other, regrouped=[Grouping(keys[1], keys[0], Relation.COPY, 1.0)]))

    assert_kept(settings)
    with reader(settings) as copy:
        assert copy.scalar("SELECT sources FROM figure WHERE subject = 'SIPAS' AND entity = 'ha-giang'") == 1


def test_what_is_taken_out_leaves_the_copy(settings: Settings) -> None:
    with writer(settings) as warehouse:
        brought(warehouse, sipas(1, 20))
    publish(settings)
    with writer(settings) as warehouse:
        warehouse.tx(lambda: forget(warehouse, ["mau1"]))

    assert_kept(settings)
    with reader(settings) as copy:
        assert copy.count("SELECT count(*) FROM figure WHERE subject = 'SIPAS' AND entity = 'ha-giang'") == 0


def test_reference_facts_that_change_reach_the_copy(settings: Settings) -> None:
    """A publisher's word outweighs a province's own: whose portal it is decides the figure."""
    assert settings.portals_folder is not None
    with writer(settings) as warehouse:
        brought(warehouse, sipas(1, 20), sipas(2, 30, portal="bo", day=1), sipas(3, 20, portal="moi", day=1))
    publish(settings)
    (settings.portals_folder / "bo.toml").write_text(
        'name = "bo"\nentity = "bo-noi-vu"\nhome = "https://bo.example/"\nowner = "desk"\nauthority = "publisher"\n',
        encoding="utf-8",
    )

    assert_kept(settings)
    with reader(settings) as copy:
        assert copy.scalar("SELECT value FROM figure WHERE subject = 'SIPAS' AND entity = 'ha-giang'") == 30


def test_only_lines_that_are_asked_for_are_worked_out(settings: Settings) -> None:
    with writer(settings) as warehouse:
        brought(warehouse, sipas(1, 20))
        with only(warehouse, Lines(("SIPAS",), ("ha-giang",))):
            few = warehouse.execute("SELECT DISTINCT subject, entity FROM figure")
        many = warehouse.count("SELECT count(*) FROM (SELECT DISTINCT subject, entity FROM figure)")

    assert few == [("SIPAS", "ha-giang")]
    assert many > 10


def test_a_batch_touches_the_cells_it_speaks_of(settings: Settings) -> None:
    with writer(settings) as warehouse:
        brought(warehouse, sipas(1, 20), sipas(2, 30, entity="cao-bang"))
        prepare(warehouse)
        touch(warehouse, ["mau1"])
        gather(warehouse)
        cells = warehouse.execute("FROM touched_cell")
        figures = warehouse.execute("SELECT entity, period, value FROM touched.figure_anew")

    assert cells == [("SIPAS", "ha-giang", "2018")]
    assert figures == [("ha-giang", "2018", 20)]


def any_batch(rng: Random, day: int) -> Batch:
    """A few pages, some of them new versions of old ones, that agree on some figures and differ on others."""
    portal = rng.choice(("mau", "moi", "bo"))
    articles = {}
    for _ in range(rng.randint(1, 4)):
        number = rng.randint(1, 5)
        entities = rng.sample(("ha-giang", "yen-bai", "kien-giang"), rng.randint(1, 3))
        figures = [
            rank(rng.randint(20, 23), subject="SIPAS", entity=entity, period=str(rng.randint(2018, 2019)))
            for entity in entities
        ]
        at = START + timedelta(days=day, seconds=number)
        articles[number] = read(number, figures, portal=portal, body=f"Tin {rng.random()}", at=at)
    return batch(f"{portal}{day}", list(articles.values()), day=day, portal=portal)


@pytest.mark.endurance
@pytest.mark.parametrize("seed", range(6))
def test_any_history_is_kept_as_the_views_say(settings: Settings, seed: int) -> None:
    rng = Random(seed)
    with writer(settings) as warehouse:
        for day in range(8):
            brought(warehouse, any_batch(rng, day))
            if day % 3 == 2:
                keys = warehouse.execute("SELECT observation FROM core.observation ORDER BY observation")
                (key,) = rng.choice(keys)
                apply_review(warehouse, str(key), rng.choice(("accept", "reject")), "tried", "An", START)

    assert_kept(settings)
    with reader(settings) as copy:
        assert copy.count("SELECT count(*) FROM contradiction") > 0


def test_the_copy_explains_its_views(settings: Settings) -> None:
    publish(settings)
    with reader(settings) as copy:
        bare = copy.count("SELECT count(*) FROM data_dictionary WHERE meaning IS NULL OR view_meaning IS NULL")
        columns = copy.count(
            "SELECT count(*) FROM duckdb_columns() WHERE table_name = 'figure' AND comment IS NOT NULL"
        )

    assert bare == 0
    assert columns > 20
