"""Periods as printed: canonical text in, (start, end, period, is_day) spans out. Pure, linear time."""

import re
from collections.abc import Callable
from typing import NamedTuple

from pipeline.observe.numerals import ONES

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR = r"(?:19|20)\d\d"
_FORMS = {
    "span": rf"(?:(?:giai đoạn|hai năm|các năm|thời kỳ)\s(?:từ\s)?(?:năm\s)?)?(?<!\d)(?P<first>{_YEAR})\s?[-–]\s?"
    rf"(?P<last>{_YEAR})(?!\d)",
    "quarter": rf"quý\s?(?P<q>iv|i{{1,3}}|[1-4])(?:\s?[/,-]\s?|\s)(?:năm\s)?(?P<qy>{_YEAR})(?!\d)",
    "months": rf"(?P<m>\d{{1,2}}|sáu|chín) tháng (?:đầu )?(?:của )?(?:năm )?(?P<my>{_YEAR})(?!\d)",
    "day": rf"(?:ngày\s?)?(?<![\d/.-])(?P<d>[0-3]?\d)\s?[/.-]\s?(?P<dm>[01]?\d)\s?[/.-]\s?(?P<dy>{_YEAR})(?!\d)",
    "spelled": rf"ngày (?P<sd>[0-3]?\d) tháng (?P<sm>[01]?\d) năm (?P<sy>{_YEAR})(?!\d)",
    "month": rf"tháng\s?(?P<mm>[01]?\d)(?:\s?[/.-]\s?|,? năm )(?P<mmy>{_YEAR})(?!\d)",
    "week": rf"tuần (?:thứ )?(?P<w>\d{{1,2}})(?:,? |\s?[/-]\s?)(?:năm )?(?P<wy>{_YEAR})(?!\d)",
    "year": rf"(?<![\d.,/])(?:năm\s?)?(?P<y>{_YEAR})(?![\d/]|[.,]\d|-\d)",
}
_STARTS = r"(?=giai|hai n|các n|thời|quý|sáu t|chín t|ngày|tháng|tuần|năm|\d)"
_FORM = re.compile(rf"(?<!\w){_STARTS}(?:{'|'.join(f'(?P<{name}>{form})' for name, form in _FORMS.items())})")
_YEARS = range(2004, 2041)


class Period(NamedTuple):
    start: int
    end: int
    value: str
    is_year: bool


def read_periods(low: str) -> list[Period]:
    """Every period with its year, in order; a bare year must be one an index could have."""
    return [period for found in _FORM.finditer(low) if (period := _period(found))]


def _period(found: re.Match[str]) -> Period | None:
    form = found.lastgroup or ""
    for name in _FORMS:
        if found[name] is not None:
            form = name
    value = _WRITTEN[form](found)
    if not value or int(value[:4]) not in _YEARS:
        return None
    return Period(found.start(), found.end(), value, form == "year")


def _day(year: str, month: str, day: str) -> str:
    valid = 1 <= int(month) <= 12 and 1 <= int(day) <= 31
    return f"{year}-{int(month):02}-{int(day):02}" if valid else ""


def _month(year: str, month: str) -> str:
    return f"{year}-{int(month):02}" if 1 <= int(month) <= 12 else ""


def _months(year: str, count: str) -> str:
    number = ONES.get(count) or int(count)
    return f"{year}-{number}M" if 1 <= number < 12 else year


def _quarter(year: str, printed: str) -> str:
    return f"{year}-Q{_ROMAN.get(printed) or int(printed)}"


_WRITTEN: dict[str, Callable[[re.Match[str]], str]] = {
    "span": lambda found: f"{found['first']}-{found['last']}",
    "quarter": lambda found: _quarter(found["qy"], found["q"]),
    "months": lambda found: _months(found["my"], found["m"]),
    "day": lambda found: _day(found["dy"], found["dm"], found["d"]),
    "spelled": lambda found: _day(found["sy"], found["sm"], found["sd"]),
    "month": lambda found: _month(found["mmy"], found["mm"]),
    "week": lambda found: f"{found['wy']}-W{int(found['w']):02}",
    "year": lambda found: found["y"],
}


def before(period: str) -> str | None:
    """The period one step earlier: the year before; a month, quarter or day names none."""
    return str(int(period) - 1) if period.isdigit() else None


def is_span(period: str) -> bool:
    """2015-2020"""
    return len(period) == len("2015-2020") and period[4] == "-"
