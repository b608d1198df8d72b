"""Who a subject is on the day its figure speaks of: names and the portal's own unit in, entity ids out. Pure."""

from calendar import monthrange
from datetime import date

from pipeline.reference import COUNTRY, Reference

MERGER = date(2025, 7, 1)


def day_of(period: str | None, published: date | None, field: int | None) -> date | None:
    """The day whose map holds: the field size tells first, then the period's last day, then the article's day."""
    if field == 34:
        return max(_last_day(period) or published or MERGER, MERGER)
    day = _last_day(period) or published
    if field == 63 and day is not None and day >= MERGER and not (period or "").isdigit():
        return date(2025, 6, 30)
    return day


def _last_day(period: str | None) -> date | None:
    if not period or not period[:4].isdigit():
        return None
    year = int(period[-4:]) if len(period) == 9 and period[4] == "-" else int(period[:4])
    rest = period[5:]
    if len(rest) == 2 and rest.isdigit():
        return date(year, int(rest), monthrange(year, int(rest))[1])
    if len(rest) == 5 and rest[2] == "-":
        month, day = int(rest[:2]), int(rest[3:])
        return date(year, month, min(day, monthrange(year, month)[1]))
    if rest.startswith("Q"):
        month = int(rest[1:]) * 3
        return date(year, month, monthrange(year, month)[1])
    return date(year, 12, 31)


def resolve(reference: Reference, kind: str, value: str, own: str, on: date | None) -> str:
    """The entity id of a subject. A name that no unit bore on that day stands for the last unit that bore it."""
    if kind == "nation":
        return COUNTRY
    if kind == "ministry":
        return value
    if kind == "own":
        return reference.standing(own, on) if on else own
    if on and (province := reference.province(value, on)):
        return province.id
    candidates = reference.named(value)
    return candidates[-1 if on and candidates[-1].valid_to and candidates[-1].valid_to < on else 0].id
