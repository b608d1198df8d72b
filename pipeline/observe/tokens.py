"""The record of one printed number. Pure data."""

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from pipeline.model import Bound


class NumberKind(StrEnum):
    PLAIN = "plain"
    PERCENT = "percent"
    PERCENT_POINTS = "percent_points"
    POINTS = "points"
    MONEY = "money"  # đồng, scale words applied
    FOREIGN = "foreign"  # another currency
    FACTOR = "factor"  # lần
    RANKS = "ranks"  # bậc, hạng behind the number
    FRACTION = "fraction"  # 53/63, 40,62/80, 58/61/63: see `parts`
    DATE = "date"  # 15/9, 6/2018, 23/6/2022, 10-2020: see `parts`
    PERIOD = "period"  # a year, or a number that belongs to năm, tháng, quý, tuần, ngày, giờ
    ORDINAL = "ordinal"  # thứ 12, vị trí số 2, hạng 9
    LEVEL = "level"  # mức độ 3, cấp 2, giai đoạn 1: a label, no quantity
    LAW = "law"  # 766/QĐ-TTg, Nghị quyết 18
    NAME = "name"  # glued to letters, a telephone, marks no one writes


# What a number is that cannot be a figure of anything.
NO_QUANTITY = {
    NumberKind.DATE: "date",
    NumberKind.LAW: "law",
    NumberKind.NAME: "name",
    NumberKind.MONEY: "money",
    NumberKind.FOREIGN: "money",
    NumberKind.FACTOR: "factor",
    NumberKind.PERIOD: "period",
    NumberKind.LEVEL: "label",
}


class Number(NamedTuple):
    """One printed number: text[start:end] holds digits, scale word and unit sign, text[opens:start] the bound word.

    `parts` are the pieces of a fraction, date or range. `doubt` names a second reading, `other` gives its value:
    thousands_or_decimal, joined (8, 12%), day_or_fraction, year_or_count, five_or_year.
    """

    start: int
    end: int
    value: Decimal
    kind: NumberKind
    decimals: int = 0
    bound: Bound = Bound.EXACT
    opens: int = -1
    parts: tuple[Decimal, ...] = ()
    other: Decimal | None = None
    doubt: str = ""
    scaled: bool = False  # a scale word stood behind: 2,8 triệu
