"""What the files of facts hold, as frozen records: provinces, ministries, indices and their editions."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.normalise import fold

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
