"""Rank tables in the body: lines of cells in, one rank or score observation per cell out. Pure, linear time."""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pipeline.model import Kind, Measure, Observation, Refusal
from pipeline.observe import words
from pipeline.observe.entities import day_of, resolve
from pipeline.observe.marks import Sentence
from pipeline.observe.table_cells import Cell, Row, blocks, heads, rank, score
from pipeline.observe.table_columns import Column, ColumnRole, column, figures
from pipeline.observe.table_names import table_names
from pipeline.reference import Reference

CAPTION = 6  # sentences before a table that may say what it ranks
_TOKEN = re.compile(r"\d[\d.,/]*\d|\d")
_COMPONENTS = re.compile(r"thành phần|trụ cột|lĩnh vực|nội dung|tiêu chí|chính quyền số|kinh tế số|xã hội số")


@dataclass(frozen=True, slots=True)
class TableReading:
    """`covered` are the spans of the tables read: prose rules must not read them again."""

    observations: tuple[Observation, ...]
    refusals: tuple[Refusal, ...]
    covered: tuple[tuple[int, int], ...]

    def covers(self, place: int) -> bool:
        """Whether a place lies in a table; the spans are in order and apart."""
        at = bisect_right(self.covered, (place, sys.maxsize)) - 1
        return at >= 0 and place < self.covered[at][1]


@dataclass(frozen=True, slots=True)
class _Caption:
    """What the header or the sentences before a table say of all its figures."""

    indicator: str | None
    period: str | None
    basis: str
    is_component: bool
    is_region: bool


def read_tables(
    text: str, low: str, sentences: Iterable[Sentence], *, entity: str, published: date | None, reference: Reference
) -> TableReading:
    """All tables of `text` whose lines are cells parted by tabs. `low` is its canonical form."""
    if "\t" not in text:
        return TableReading((), (), ())
    held = list(sentences)
    ends = [sentence.marks[-1].end for sentence in held]
    observations: list[Observation] = []
    refusals: list[Refusal] = []
    covered: list[tuple[int, int]] = []
    for rows in blocks(low):
        table = _Table(text, rows, reference, entity, published)
        if table.is_headed:
            table.read(_caption(_before(held, ends, rows[0][0].start), low))
            observations += table.observations
            refusals += table.refusals
            covered.append((rows[0][0].start, rows[-1][-1].end))
    return TableReading(tuple(observations), tuple(refusals), tuple(covered))


def _before(sentences: list[Sentence], ends: list[int], start: int) -> list[Sentence]:
    last = bisect_right(ends, start)
    return sentences[max(0, last - CAPTION) : last]


def _caption(before: list[Sentence], low: str) -> _Caption:
    """The nearest sentence before the table that names an index, and the nearest period."""
    indicator, period, is_component, is_region = None, None, False, False
    for sentence in reversed(before):
        names = [mark for mark in sentence.marks if mark.kind in {words.Kind.INDICATOR, words.Kind.LOOSE}]
        periods = [mark for mark in sentence.marks if mark.kind is words.Kind.PERIOD]
        period = period or (periods[-1].value if periods else None)
        if indicator is None and names:
            indicator = names[-1].value
            is_region = any(mark.kind is words.Kind.REGION for mark in sentence.marks)
            is_component = bool(_COMPONENTS.search(low, sentence.marks[0].start, sentence.marks[-1].end))
    return _Caption(indicator, period, "inherited", is_component, is_region)


class _Table:
    """One table: its header says what the columns hold, each row whose figures they are."""

    def __init__(self, text: str, rows: list[Row], reference: Reference, own: str, published: date | None) -> None:
        self._text, self._reference, self._own, self._published = text, reference, own, published
        self._names = table_names(reference)
        head = heads(rows)
        self._rows = rows[head:]
        self._columns = [self._column(rows[:head], at) for at in range(len(rows[0]))]
        roles = {one.role for one in self._columns}
        self.is_headed = head > 0 and bool(roles & {ColumnRole.RANK, ColumnRole.SCORE, ColumnRole.ENTITY})
        self.observations: list[Observation] = []
        self.refusals: list[Refusal] = []

    def _column(self, heads: list[Row], at: int) -> Column:
        printed = list(dict.fromkeys(row[at].low for row in heads))
        header = " ".join(printed)
        return column(header, self._names.indicator(header))

    def read(self, caption: _Caption) -> None:
        names = next((at for at, one in enumerate(self._columns) if one.role is ColumnRole.ENTITY), None)
        subjects = [self._names.subject(row[names].low) if names is not None else None for row in self._rows]
        ours = sum(subject is not None for subject in subjects)
        reason = "component" if caption.is_component or names is None else "inside" if ours * 2 <= len(subjects) else ""
        chosen = {} if reason else figures(self._columns)
        for row, subject in zip(self._rows, subjects, strict=True):
            for at, cell in enumerate(row):
                refused = reason or self._cell(row, cell, subject, chosen.get(at), caption)
                if refused:
                    self._refuse(cell, refused if at in chosen or reason else str(self._columns[at].role))

    def _refuse(self, cell: Cell, reason: str) -> None:
        for found in _TOKEN.finditer(self._text, cell.start, cell.end):
            self.refusals.append(Refusal(reason, found[0], found.start(), found.end()))

    def _cell(
        self, row: Row, cell: Cell, subject: tuple[str, str] | None, chosen: Column | None, caption: _Caption
    ) -> str | None:
        """Observe one cell, or say why not."""
        if chosen is None:
            return "column"
        if subject is None:
            return "inside"
        indicator = chosen.indicator or caption.indicator
        is_rank = chosen.role is ColumnRole.RANK
        if indicator is None:
            return "no_indicator"
        if is_rank and caption.is_region and "nước" not in chosen.header and "quốc" not in chosen.header:
            return "region"
        read = rank(cell.low) if is_rank else score(cell.low, self._reference.indicators[indicator])
        if read is None:
            return "unreadable"
        value, rank_of = read
        kind, name = subject
        period = chosen.period or caption.period
        field = rank_of or (len(self._rows) if len(self._rows) in {34, 63} else None)
        self.observations.append(
            Observation(
                subject=indicator,
                entity=resolve(self._reference, kind, name, self._own, day_of(period, self._published, field)),
                entity_printed=None if kind == "nation" else self._printed(row),
                period=period,
                basis="stated" if chosen.period else caption.basis if period else "unknown",
                measure=Measure.RANK if is_rank else Measure.SCORE,
                value=value,
                unit="rank" if is_rank else self._reference.indicators[indicator].unit,
                kind=Kind.STATED,
                quote=self._text[row[0].start : row[-1].end],
                start=row[0].start,
                end=row[-1].end,
                rank_of=rank_of,
            )
        )
        return None

    def _printed(self, row: Row) -> str:
        at = next(at for at, one in enumerate(self._columns) if one.role is ColumnRole.ENTITY)
        return self._text[row[at].start : row[at].end].strip()
