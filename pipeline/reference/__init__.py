"""The facts we stand on: CSV files with their sources in, one frozen Reference out. Reads only this folder."""

import csv
from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from pipeline.normalise import fold
from pipeline.reference.records import (
    COUNTRY,
    COUNTRY_NAME,
    Edition,
    Indicator,
    Ministry,
    Moves,
    Province,
    Reference,
    Succession,
)

__all__ = [
    "COUNTRY",
    "COUNTRY_NAME",
    "Edition",
    "FOLDER",
    "Indicator",
    "Ministry",
    "Moves",
    "Province",
    "Reference",
    "Succession",
    "load_reference",
]

FOLDER = Path(__file__).parent


@cache
def load_reference() -> Reference:
    """Read once per process: the files do not change under a running program."""
    provinces = {row["entity_id"]: _province(row) for row in _rows("provinces.csv")}
    by_name: defaultdict[str, list[Province]] = defaultdict(list)
    for province in sorted(provinces.values(), key=lambda one: one.valid_from or date.min):
        for key in {fold(name) for name in (province.name, province.full_name, *province.aliases)}:
            by_name[key].append(province)
    return Reference(
        provinces=provinces,
        ministries={row["entity_id"]: _ministry(row) for row in _rows("ministries.csv")},
        indicators=_indicators(),
        successions=tuple(_succession(row) for row in _rows("province_succession.csv")),
        counters=tuple(_rows("counters.csv")),
        words=tuple(_rows("words.csv")),
        _by_name={name: tuple(provinces) for name, provinces in by_name.items()},
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _names(cell: str) -> tuple[str, ...]:
    return tuple(name for name in cell.split("|") if name)


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _province(row: dict[str, str]) -> Province:
    return Province(
        id=row["entity_id"],
        code=row["code"],
        name=row["name"],
        full_name=row["full_name"],
        is_city=row["type"].startswith("thành phố"),
        aliases=_names(row["aliases"]),
        region=row["region"],
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        source=row["source_url"],
    )


def _ministry(row: dict[str, str]) -> Ministry:
    return Ministry(
        id=row["entity_id"],
        name=row["name"],
        aliases=_names(row["aliases"]),
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        source=row["source"],
    )


def _succession(row: dict[str, str]) -> Succession:
    return Succession(
        predecessor=row["predecessor_id"],
        successor=row["successor_id"],
        effective_on=date.fromisoformat(row["effective_date"]),
        kind=row["kind"],
        shares_name=row["shares_name"] == "yes",
        source=row["source_url"],
    )


def _indicators() -> dict[str, Indicator]:
    editions: defaultdict[str, list[Edition]] = defaultdict(list)
    for row in _rows("indicator_editions.csv"):
        field = int(row["rank_of"]) if row["rank_of"] else None
        editions[row["indicator"]].append(
            Edition(row["period"], field, row["series"], _day(row["announced_on"]), row["source"])
        )
    moves = {
        row["indicator"]: Moves(int(row["p50"]), int(row["p75"]), int(row["p90"]), int(row["p95"]), row["source"])
        for row in _rows("indicator_moves.csv")
    }
    return {
        row["indicator"]: _indicator(row, tuple(editions[row["indicator"]]), moves.get(row["indicator"]))
        for row in _rows("indicators.csv")
    }


def _indicator(row: dict[str, str], editions: tuple[Edition, ...], moves: Moves | None) -> Indicator:
    return Indicator(
        id=row["indicator"],
        name=row["name_vi"],
        name_en=row["name_en"],
        printed=_names(row["printed"]),
        loose=_names(row["printed_loosely"]),
        publisher=row["publisher"],
        unit=row["unit"],
        scale_min=Decimal(row["scale_min"]),
        scale_max=Decimal(row["scale_max"]),
        plausible_min=Decimal(row["plausible_min"]),
        has_editions=row["has_editions"] == "yes",
        publication_months=tuple(int(month) for month in _names(row["publication_months"])),
        source=row["source"],
        editions=editions,
        moves=moves,
    )
