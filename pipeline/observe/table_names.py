"""The names a rank table may print: reference in, lookups for its cells out. Pure, built once per reference."""

import re

from pipeline.normalise import canonical, fold
from pipeline.reference import Reference

_MEAN = re.compile(r"(?:trung bình|bình quân)(?: chung)?(?: cả nước| toàn quốc)?|cả nước|toàn quốc")
_INSIDE = re.compile(
    r"(?:sở|huyện|thị xã|thị trấn|quận|phường|xã|phòng|ban|chi cục|văn phòng|ubnd|thành phố thuộc)(?!\w)"
)


class TableNames:
    """Which index a header cell names, and whose row a first cell begins."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        printed = [
            (canonical(name), one.id) for one in reference.indicators.values() for name in (*one.printed, *one.loose)
        ]
        printed.sort(key=lambda pair: -len(pair[0]))
        self._indicators = [(re.compile(rf"(?<!\w){re.escape(name)}(?!\w)"), indicator) for name, indicator in printed]
        self._ministries = {
            fold(name): one.id for one in reference.ministries.values() for name in (one.name, *one.aliases)
        }

    def indicator(self, header: str) -> str | None:
        """The index whose longest name stands in a header cell."""
        return next((indicator for name, indicator in self._indicators if name.search(header)), None)

    def subject(self, cell: str) -> tuple[str, str] | None:
        """(province, name), (ministry, id) or (nation, "") of a cell that names exactly one and nothing below it."""
        printed = cell.strip(" .*")
        if _MEAN.fullmatch(printed):
            return "nation", ""
        if _INSIDE.match(printed):
            return None
        if found := self._reference.named(printed):
            return "province", found[0].name
        ministry = self._ministries.get(fold(printed))
        return ("ministry", ministry) if ministry else None


_KEPT: dict[int, tuple[Reference, TableNames]] = {}


def table_names(reference: Reference) -> TableNames:
    kept = _KEPT.get(id(reference))
    if kept is None or kept[0] is not reference:
        kept = _KEPT[id(reference)] = (reference, TableNames(reference))
    return kept[1]
