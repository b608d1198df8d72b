"""What a check's task shows: the rows found when all checks ran, before and after they are published."""

from pathlib import Path

import pytest

from demo.world import serve
from pipeline.settings import Settings, parse_addresses
from pipeline.stages import building, checking, fetching
from warehouse_world import with_warehouse

CHECK = "two_values_in_one_page"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The newspaper of the demo world, one of whose pages contradicts itself, read and not yet checked."""
    home: Path = tmp_path_factory.mktemp("found")
    with serve(first_port=18_840) as world:
        world.edition = 2
        world.write_portals(home / "portals")
        made = with_warehouse(
            Settings(home=home, portals_folder=home / "portals", allow_addresses=parse_addresses(world.allowed))
        )
        fetching.fetch_portals(made, ["baocaicach"])
        building.build(made)
    return made


def test_each_check_tells_its_own_rows_as_they_were_found(settings: Settings) -> None:
    results = checking.run_checks(settings)
    batches = results[0].batches or ()

    before = {each.check.name: checking.found(settings, each.check.name, batches) for each in results}
    checking.settle(settings, batches)
    checking.publish(settings)
    after = {name: checking.found(settings, name, batches) for name in before}

    assert before == after
    assert {name: len(one.table.rows) for name, one in after.items()} == {
        one.check.name: len(one.table.rows) for one in results
    }
    assert all("Điện Biên" in str(row) for row in after[CHECK].table.rows)
    assert after[CHECK].table.rows


def test_a_check_with_bad_rows_is_red_and_its_summary_names_it(settings: Settings) -> None:
    from parwatch_airflow.findings import judge, summary

    with pytest.raises(SystemExit, match="bad row"):
        judge(checking.found(settings, CHECK, batches(settings)))

    assert "two_values_in_one_page: 2 (error)" in summary([checking.found(settings, CHECK, batches(settings))])


def batches(settings: Settings) -> tuple[str, ...]:
    from pipeline.warehouse.access import reader

    with reader(settings) as copy:
        return tuple(str(name) for (name,) in copy.execute("SELECT batch FROM core.batch"))
