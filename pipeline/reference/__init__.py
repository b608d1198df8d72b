"""The facts we stand on: CSV files with their sources in, one frozen Reference out. Reads only this folder."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from pipeline.normalise import fold

FOLDER = Path(__file__).parent
COUNTRY = "viet-nam"
COUNTRY_NAME = "Việt Nam"


@dataclass(frozen=True, slots=True)
class Province:
    """A province as it stood between two days (None: always, still). GSO codes are reused, so `id` is the key."""

    id: str
    code: str
    name: str
    full_name: str
    is_city: bool
    aliases: tuple[str, ...]
    region: str
    valid_from: date | None
    valid_to: date | None
    source: str

    def stood(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Ministry:
    id: str
    name: str
    aliases: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Succession:
    predecessor: str
    successor: str
    effective_on: date
    kind: str
    shares_name: bool
    source: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of an index. Editions compare within one `series` only; `rank_of` is the field truly ranked."""

    period: str
    rank_of: int | None
    series: str
    announced_on: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Moves:
    """Places that 50, 75, 90 and 95 of 100 provinces move at most between two editions."""

    p50: int
    p75: int
    p90: int
    p95: int
    source: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """An index: how it is printed, its unit and scale, its editions. `loose` names need a figure beside them."""

    id: str
    name: str
    name_en: str
    printed: tuple[str, ...]
    loose: tuple[str, ...]
    publisher: str
    unit: str
    scale_min: Decimal
    scale_max: Decimal
    plausible_min: Decimal  # a lower score is a component, not the index
    has_editions: bool
    publication_months: tuple[int, ...]
    source: str
    editions: tuple[Edition, ...]
    moves: Moves | None


@dataclass(frozen=True, slots=True)
class Reference:
    """All reference facts. Rows of counters.csv and words.csv stay as text: their readers give them meaning."""

    provinces: dict[str, Province]
    ministries: dict[str, Ministry]
    indicators: dict[str, Indicator]
    successions: tuple[Succession, ...]
    counters: tuple[dict[str, str], ...]
    words: tuple[dict[str, str], ...]
    _by_name: dict[str, tuple[Province, ...]]

    def entity_name(self, entity: str) -> str:
        """The name to print. Raises KeyError for an id that no file lists."""
        if entity == COUNTRY:
            return COUNTRY_NAME
        province = self.provinces.get(entity)
        return province.name if province else self.ministries[entity].name

    def named(self, name: str) -> tuple[Province, ...]:
        """Every province that ever bore this name or alias, oldest first."""
        return self._by_name.get(fold(name), ())

    def province(self, name: str, on: date | None) -> Province | None:
        """The province a name meant on a day; the oldest of that name where no day is known."""
        candidates = self.named(name)
        if on is None:
            return candidates[0] if candidates else None
        return next((province for province in candidates if province.stood(on)), None)

    def standing(self, entity: str, on: date) -> str:
        """The unit that stood for this one on a day: itself, its namesake, or the unit it was merged into."""
        province = self.provinces.get(entity)
        if province is None or province.stood(on):
            return entity
        namesake = self.province(province.name, on)
        if namesake:
            return namesake.id
        later = (step.successor for step in self.successions if step.predecessor == entity and step.effective_on <= on)
        return next(later, entity)


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
