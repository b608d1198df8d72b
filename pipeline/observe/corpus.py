"""A reading in the shape of the labelled corpus: one entry per indicator, entity and period. Pure."""

from decimal import Decimal
from typing import Any

from pipeline.model import Change, Kind, Measure, Observation, Reading
from pipeline.normalise import fold
from pipeline.reference import Reference

Entry = dict[str, Any]


def to_corpus(key: str, reading: Reading, reference: Reference) -> Entry:
    """Implied figures are left out, and the article's day as a period too: the labels hold what the text prints."""
    stated = [one for one in reading.rankings if one.kind is Kind.STATED]
    merged: dict[tuple[str, str, str | None], Entry] = {}
    for one in stated:
        _merge(merged, one, _name(one, reference))
    return {
        "id": key,
        "rankings": list(merged.values()),
        "counters": [_counter(one, reference) for one in reading.counters],
    }


def _name(one: Observation, reference: Reference) -> str:
    """Huế keeps the name the text gives it; every other unit its own."""
    if one.entity == "thua-thien-hue" and one.entity_printed:
        letters = "".join(letter for letter in fold(one.entity_printed) if letter.isalpha())
        return "Huế" if letters in {"hue", "tphue", "thanhphohue"} else reference.entity_name(one.entity)
    return reference.entity_name(one.entity)


def _merge(merged: dict[tuple[str, str, str | None], Entry], one: Observation, name: str) -> None:
    period = None if one.basis == "article_day" else one.period
    entry = merged.setdefault(
        (one.subject, name, period),
        {
            "indicator": one.subject, "entity": name, "period": period, "rank": None, "rank_of": None,
            "value": None, "unit": None, "change": None, "more_changes": [], "quote": one.quote,
        },
    )  # fmt: skip
    if one.measure is Measure.RANK and entry["rank"] is None and one.value is not None:
        entry["rank"], entry["rank_of"] = int(one.value), one.rank_of
    elif one.measure is Measure.SCORE and entry["value"] is None and one.value is not None:
        entry["value"], entry["unit"] = _number(one.value), one.unit
    for change in one.changes:
        _add_change(entry, change)


def _add_change(entry: Entry, change: Change) -> None:
    """A rank change and a score change against the same year are one change."""
    field = "ranks" if change.unit == "ranks" else "value"
    changes = [entry["change"], *entry["more_changes"]] if entry["change"] else []
    for held in changes:
        if held["versus"] == change.versus and held[field] is None:
            held[field] = _number(change.amount)
            return
    added = {"ranks": None, "value": None, "versus": change.versus, field: _number(change.amount)}
    if entry["change"] is None:
        entry["change"] = added
    else:
        entry["more_changes"].append(added)


def _counter(one: Observation, reference: Reference) -> Entry:
    return {
        "name": one.subject,
        "entity": reference.entity_name(one.entity) if one.entity else None,
        "period": one.period,
        "value": None if one.value is None else _number(one.value),
        "unit": one.unit,
        "bound": str(one.bound),
        "of": None if one.of is None else _number(one.of),
        "change": _growth(one.changes[0]) if one.changes else None,
        "more_changes": [_growth(change) for change in one.changes[1:]],
        "quote": one.quote,
    }


_GROWTH = {"factor": "factor", "percent": "percent", "points": "percent", "count": "absolute"}


def _growth(change: Change) -> Entry:
    return {_GROWTH[change.unit]: _number(change.amount), "versus": change.versus}


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
