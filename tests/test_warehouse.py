"""The warehouse on real files: loads, locks, migrations, reference facts, faults."""

import subprocess
import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.errors import QueryError, StorageError, WarehouseBusyError, WarehouseDamagedError
from pipeline.model import Change, Grouping, Outcome, Relation
from pipeline.settings import Settings
from pipeline.warehouse import schema
from pipeline.warehouse.access import inspect, reader, writer
from pipeline.warehouse.batch import Batch, Loaded
from pipeline.warehouse.connection import Warehouse, opened
from pipeline.warehouse.faults import translate
from pipeline.warehouse.keys import article_key, observation_key
from pipeline.warehouse.load import load
from pipeline.warehouse.pages import known_pages
from pipeline.warehouse.publish import publish
from pipeline.warehouse.reference import refresh_reference
from warehouse_world import START, amount, batch, rank, read, ready_settings, settings_at

TABLES = ("batch", "fetch", "page", "article", "observation", "shingle")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return ready_settings(tmp_path)


def counts(warehouse: Warehouse) -> dict[str, int]:
    return {table: warehouse.count(f"SELECT count(*) FROM core.{table}") for table in TABLES}


# --- loading ---------------------------------------------------------------------------------


def test_a_second_load_adds_nothing(settings: Settings) -> None:
    brought = batch("b1", [read(1, [rank(21), rank(21), amount("2.8E12")]), read(2, [rank(5, subject="PAPI")])])
    with writer(settings) as warehouse:
        first = load(warehouse, brought)
        held = counts(warehouse)
        second = load(warehouse, brought)

        assert first == Loaded(fetches=2, pages=2, articles=2, observations=3)
        assert second == Loaded(0, 0, 0, 0)
        assert counts(warehouse) == held


def test_values_arrive_as_they_were_read(settings: Settings) -> None:
    changes = (Change(Decimal(3), "ranks", None), Change(Decimal("2.80"), "factor", "2021"))
    with writer(settings) as warehouse:
        load(warehouse, batch("b1", [read(1, [rank(21, changes=changes), amount("2.8E12")])]))
        rows = warehouse.query("FROM core.observation ORDER BY subject").records()
        article = warehouse.query("FROM core.article").records()[0]

    assert [row["value"] for row in rows] == [Decimal(21), Decimal(2800000000000)]
    assert rows[0]["changes"] == [
        {"amount": Decimal(3), "unit": "ranks", "versus": None},
        {"amount": Decimal("2.8"), "unit": "factor", "versus": "2021"},
    ]
    assert [row["family"] for row in rows] == ["ranking", "counter"]
    assert rows[0]["loaded_at"] == rows[0]["observed_at"] == START
    assert article["removed"] == [{"reason": "copy", "text": rows[0]["quote"]}]
    assert article["flags"] == ["seen"]
    assert article["article_group"] == article["article"]


def test_the_same_article_in_a_later_batch_is_not_loaded_again(settings: Settings) -> None:
    with writer(settings) as warehouse:
        load(warehouse, batch("b1", [read(1, [rank(21)])]))
        again = load(warehouse, batch("b2", [read(1, [rank(21)])], day=1))

    assert (again.articles, again.observations) == (0, 0)


def test_figures_that_newer_code_reads_in_a_held_article_are_added(settings: Settings) -> None:
    with writer(settings) as warehouse:
        load(warehouse, batch("b1", [read(1, [rank(21)])]))
        again = load(warehouse, batch("b1", [read(1, [rank(21), rank(14, subject="SIPAS")])]))

    assert (again.articles, again.observations) == (0, 1)


def test_a_load_moves_held_articles_to_their_new_group(settings: Settings) -> None:
    first, second = read(1), read(2)
    old, new = article_key(first.article), article_key(second.article)
    moved = Grouping(old, new, Relation.COPY, 0.97)
    with writer(settings) as warehouse:
        load(warehouse, batch("b1", [first]))
        base = batch("b2", [second], day=1)
        load(warehouse, Batch(**{name: getattr(base, name) for name in Batch.__slots__} | {"regrouped": [moved]}))
        rows = dict(warehouse.execute("SELECT article, (article_group, relation) FROM core.article"))

    assert rows == {old: (new, "copy"), new: (new, "original")}


def test_a_figure_that_no_column_holds_does_not_stop_the_rest(settings: Settings) -> None:
    with writer(settings) as warehouse:
        loaded = load(warehouse, batch("b1", [read(1, [rank(21), amount("9" * 30)])]))

    assert (loaded.observations, loaded.too_large) == (1, 1)


def test_odd_characters_are_kept_in_their_places(settings: Settings) -> None:
    with writer(settings) as warehouse:
        load(warehouse, batch("b1", [read(1, body="a\x00b\ud800\u2028'\"\\")]))
        body = warehouse.scalar("SELECT body FROM core.article")

    assert body == "a\x00b?\u2028'\"\\"


def test_a_load_that_fails_leaves_nothing(settings: Settings) -> None:
    broken = read(2, [rank(5)])
    object.__setattr__(broken.article, "copies", "many")
    with writer(settings) as warehouse:
        before = counts(warehouse)
        with pytest.raises(QueryError):
            load(warehouse, batch("b1", [read(1, [rank(21)]), broken]))

        assert counts(warehouse) == before


def test_keys_do_not_depend_on_how_a_number_is_written() -> None:
    assert observation_key("a", rank(21)) == observation_key("a", rank(21))
    assert observation_key("a", amount("2.8E12")) == observation_key("a", amount("2800000000000.00"))
    assert observation_key("a", rank(21)) != observation_key("a", rank(22))


def test_known_pages_tell_the_last_body_and_the_misses_since(settings: Settings) -> None:
    one = batch("b1", [read(1)])
    later = batch("b2", [read(1)], day=1)
    record = later.fetches[0]
    missed = Batch(
        **{name: getattr(later, name) for name in Batch.__slots__}
        | {"articles": (), "fetches": [_as(record, "x", Outcome.TIMEOUT), _as(record, "y", Outcome.BROKEN)]}
    )
    with writer(settings) as warehouse:
        load(warehouse, one)
        load(warehouse, missed)
        page = known_pages(warehouse, "mau")["https://mau.example/tin/1"]
        other = known_pages(warehouse, "mau", ["https://mau.example/tin/2"])

    assert (page.outcome, page.misses, page.etag, page.body_at) == (Outcome.BROKEN, 2, '"1"', START)
    assert other == {}


def _as(record: object, key: str, outcome: Outcome) -> object:
    return type(record)(
        **{name: getattr(record, name) for name in record.__slots__}  # type: ignore[attr-defined]
        | {"id": key, "outcome": outcome, "body_sha256": None, "etag": None}
    )


# --- one writer ------------------------------------------------------------------------------

HOLD = """
import sys, time
from pathlib import Path
sys.path[:0] = {paths!r}
from warehouse_world import settings_at
from pipeline.warehouse.access import writer
with writer(settings_at(Path({home!r}))):
    print("held", flush=True)
    time.sleep(60)
"""


def other_writer(home: Path) -> "subprocess.Popen[str]":
    root = Path(__file__).parents[1]
    code = HOLD.format(paths=[str(root), str(root / "tests")], home=str(home))
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "held"
    return process


def test_a_second_writer_is_told_who_writes(settings: Settings) -> None:
    process = other_writer(settings.home)
    try:
        named = f"process {process.pid} .*writing since"
        with pytest.raises(WarehouseBusyError, match=named), writer(settings, wait_seconds=0.2):
            raise AssertionError
        with pytest.raises(WarehouseBusyError, match="waited 0.2 s"), inspect(settings, wait_seconds=0.2):
            raise AssertionError
    finally:
        process.kill()
        process.communicate()

    with writer(settings, wait_seconds=5):
        pass


def test_two_may_inspect_at_once_and_neither_writes(settings: Settings) -> None:
    with writer(settings) as warehouse:
        load(warehouse, batch("b1", [read(1, [rank(21)])]))
    with inspect(settings) as one, inspect(settings) as other:
        assert one.count("SELECT count(*) FROM core.article") == other.count("SELECT count(*) FROM core.article") == 1
        with pytest.raises(QueryError, match="read-only"):
            one.execute("DELETE FROM core.article")


@pytest.mark.parametrize("way", [inspect, reader])
def test_an_empty_home_says_what_to_run_first(tmp_path: Path, way: object) -> None:
    settings = settings_at(tmp_path)
    with pytest.raises(StorageError, match="run `parwatch run`"), way(settings):  # type: ignore[operator]
        raise AssertionError


# --- faults ----------------------------------------------------------------------------------


def loaded_home(settings: Settings) -> None:
    with writer(settings) as warehouse:
        load(warehouse, batch("b1", [read(1, [rank(21)])]))


@pytest.mark.parametrize("content", [b"", b"not a database" * 1000, None], ids=["empty", "foreign", "cut"])
def test_a_damaged_file_sends_to_rebuild(settings: Settings, content: bytes | None) -> None:
    loaded_home(settings)
    settings.warehouse.write_bytes(settings.warehouse.read_bytes()[:5000] if content is None else content)

    with pytest.raises(WarehouseDamagedError, match="parwatch rebuild") as caught, writer(settings):
        raise AssertionError
    assert "\n" not in str(caught.value)


def test_a_damaged_log_sends_to_rebuild(tmp_path: Path) -> None:
    settings = settings_at(tmp_path)
    process = other_writer(settings.home)  # killed while the new tables stand in the log only
    process.kill()
    process.communicate()
    log = settings.warehouse.with_name(settings.warehouse.name + ".wal")
    content = log.read_bytes()
    middle = len(content) // 2
    log.write_bytes(content[:middle] + b"\xff" * 8 + content[middle + 8 :])

    with pytest.raises(WarehouseDamagedError, match="parwatch rebuild"), writer(settings):
        raise AssertionError


def test_a_full_disk_is_told_apart_from_damage() -> None:
    import duckdb

    text = 'Could not write file "/x": No space left on device'
    for full in (duckdb.IOException(text), duckdb.TransactionException(f"Failed to commit: {text}")):
        assert isinstance(translate(full, "/x"), StorageError)
        assert "free space" in str(translate(full, "/x"))


def test_a_file_of_a_newer_version_is_refused(settings: Settings) -> None:
    with writer(settings) as warehouse:
        warehouse.execute("INSERT INTO core.schema_migration VALUES (999, '999_later.sql', 'x', now())")

    with pytest.raises(StorageError, match="newer parwatch"), writer(settings):
        raise AssertionError


# --- tables, views, reference facts ----------------------------------------------------------


def test_migrations_run_once_and_must_not_change(tmp_path: Path) -> None:
    folder = tmp_path / "sql"
    (folder / "schema").mkdir(parents=True)
    (folder / "views").mkdir()
    for path in (schema.SQL / "schema").glob("*.sql"):
        (folder / "schema" / path.name).write_text(path.read_text())
    with opened(str(tmp_path / "w.duckdb"), read_only=False) as warehouse:
        schema.migrate(warehouse, folder)
        schema.migrate(warehouse, folder)
        (folder / "schema" / "900_more.sql").write_text("CREATE TABLE core.more (x INTEGER); SELECT nothing_here;")
        with pytest.raises(QueryError, match=r"sql/schema/900_more\.sql"):
            schema.migrate(warehouse, folder)
        half = warehouse.count("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'more'")
        (folder / "schema" / "900_more.sql").write_text("CREATE TABLE core.more (x INTEGER);")
        schema.migrate(warehouse, folder)
        (folder / "schema" / "900_more.sql").write_text("CREATE TABLE core.more (y INTEGER);")
        with pytest.raises(StorageError, match="has changed since it was applied"):
            schema.migrate(warehouse, folder)

    assert half == 0


def test_views_follow_their_files(tmp_path: Path) -> None:
    folder = tmp_path / "sql"
    (folder / "schema").mkdir(parents=True)
    (folder / "views").mkdir()
    for path in (schema.SQL / "schema").glob("*.sql"):
        (folder / "schema" / path.name).write_text(path.read_text())
    one = folder / "views" / "10_one.sql"
    two = folder / "views" / "20_two.sql"
    one.write_text("CREATE VIEW one AS SELECT 1 AS x; CREATE MACRO all_ones() AS TABLE FROM one;")
    two.write_text("CREATE VIEW two AS SELECT x + 1 AS x FROM one;")
    with opened(str(tmp_path / "w.duckdb"), read_only=False) as warehouse:
        schema.migrate(warehouse, folder)
        assert warehouse.scalar("SELECT x FROM two") == 2
        one.write_text("CREATE VIEW one AS SELECT 10 AS x;")
        schema.migrate(warehouse, folder)
        assert warehouse.scalar("SELECT x FROM two") == 11
        two.unlink()
        schema.migrate(warehouse, folder)
        with pytest.raises(QueryError):
            warehouse.execute("FROM two")
        with pytest.raises(QueryError):
            warehouse.execute("FROM all_ones()")


def test_every_view_and_column_is_explained(settings: Settings) -> None:
    with writer(settings) as warehouse:
        bare = warehouse.execute(
            'SELECT "view", "column" FROM data_dictionary WHERE meaning IS NULL OR view_meaning IS NULL'
        )
        views = warehouse.execute('SELECT count(DISTINCT "view") FROM data_dictionary')[0][0]

    assert bare == []
    assert views >= 8


def test_every_view_can_be_read_while_nothing_is_loaded(settings: Settings) -> None:
    with writer(settings) as warehouse:
        for (name,) in warehouse.execute('SELECT DISTINCT "view" FROM data_dictionary'):
            warehouse.execute(f'FROM "{name}"')


def test_reference_facts_are_complete(settings: Settings) -> None:
    with writer(settings) as warehouse:
        kinds = dict(warehouse.execute("SELECT kind, count(*) FROM core.entity GROUP BY kind"))
        standing = dict(warehouse.execute("SELECT standing, count(*) FROM core.official_figure GROUP BY standing"))
        tables = warehouse.execute(
            "SELECT table_version, entity, rank FROM core.official_figure "
            "WHERE indicator = 'DTI' AND period = '2024' AND entity LIKE 'da-nang%' ORDER BY 1"
        )
        continuous = warehouse.execute("SELECT period FROM core.official_figure WHERE indicator = 'QD766' ORDER BY 1")
        unknown = warehouse.execute(
            "SELECT indicator FROM core.official_figure ANTI JOIN core.indicator USING (indicator) "
            "UNION SELECT entity FROM core.official_figure ANTI JOIN core.entity USING (entity)"
        )

    assert kinds["province"] == 89
    assert kinds["country"] == 1
    assert sum(standing.values()) == 2180
    assert set(standing) == {"published", "derived", "reported"}
    assert tables == [("34", "da-nang~2025", 17), ("63", "da-nang", 2)]
    assert continuous == [("2022-09",), ("2024-01-22",)]
    assert unknown == []


def test_reference_facts_are_read_again_only_when_a_file_changes(settings: Settings) -> None:
    assert settings.portals_folder is not None
    with writer(settings) as warehouse:
        assert refresh_reference(warehouse, settings) == []
        (settings.portals_folder / "mau.toml").write_text(
            'name = "mau"\nprovince = "Cao Bằng"\nhome = "https://mau.example/"\nowner = "desk"\n', encoding="utf-8"
        )
        assert refresh_reference(warehouse, settings) == ["core.portal"]
        assert warehouse.execute("SELECT portal, entity, owner FROM core.portal") == [("mau", "cao-bang", "desk")]


def test_times_are_those_of_viet_nam(settings: Settings) -> None:
    with writer(settings) as warehouse:
        day = warehouse.scalar("SELECT CAST($1::TIMESTAMPTZ AS DATE)", [datetime(2022, 9, 14, 18, 30, tzinfo=UTC)])

    assert str(day) == "2022-09-15"


@pytest.mark.parametrize(("name", "folded"), [("Đà Nẵng", "da nang"), ("ĐẮK LẮK", "dak lak")])
def test_names_are_found_without_their_marks(settings: Settings, name: str, folded: str) -> None:
    with writer(settings) as warehouse:
        assert warehouse.scalar("SELECT fold($1)", [name]) == folded


def test_the_published_copy_is_needed_by_nothing_but_a_reader(settings: Settings) -> None:
    loaded_home(settings)
    publish(settings)
    settings.warehouse.unlink()

    with reader(settings) as warehouse:
        assert warehouse.count("SELECT count(*) FROM figure_receipt") == 1
