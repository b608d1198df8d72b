"""What each column of a rank table holds: header cells in, roles out. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum

from pipeline.observe.periods import read_periods

_YEAR = re.compile(r"(?<!\d)(?:20[0-4]\d)(?!\d)")
_COMPONENT = re.compile(
    r"thành phần|trụ cột|lĩnh vực|nội dung|tiêu chí|thẩm định|điều tra|khảo sát|tự đánh giá|tự chấm|điểm chuẩn|tối đa|"
    r"chính quyền số|kinh tế số|xã hội số|tác động|trong vùng|hạng vùng|khu vực|cụm"
)
_CHANGE = re.compile(r"tăng|giảm|thay đổi|so với|chênh|\+/-|biến động")
_RANK = re.compile(r"hạng|vị trí|vị thứ|thứ bậc|xếp thứ|rank")
_NUMBERING = re.compile(r"(?:tt|stt|số tt|số thứ tự|thứ tự|no\.?|#|)")
_ENTITY = re.compile(r"(?:tên )?(?:các )?(?:tỉnh|thành phố|địa phương|đơn vị|bộ|cơ quan|ngành|tp|province)")
_OTHER = re.compile(r"nhóm|xếp loại|phân loại|ghi chú|mục tiêu|chỉ tiêu|kế hoạch|phấn đấu")
_SCORE = re.compile(r"điểm|chỉ số|kết quả|giá trị|t[ỷỉ] lệ|tổng|index|score|%")
_WHOLE = re.compile(r"tổng|chỉ số|index|chung|score")


class ColumnRole(StrEnum):
    NUMBERING = "numbering"
    ENTITY = "entity"
    RANK = "rank"
    SCORE = "score"
    CHANGE = "change"
    COMPONENT = "component"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Column:
    """`indicator` and `period` where the header cell itself names them."""

    role: ColumnRole
    header: str
    indicator: str | None
    period: str | None


def column(header: str, indicator: str | None) -> Column:
    """The role of a header cell in canonical form. `indicator` is the one it names, if any."""
    periods = read_periods(header)
    year = _YEAR.search(header)
    period = periods[-1].value if periods else year[0] if year else None
    return Column(_role(header.strip(), indicator), header, indicator, period)


def _role(header: str, indicator: str | None) -> ColumnRole:
    if _NUMBERING.fullmatch(header):
        return ColumnRole.NUMBERING
    if _COMPONENT.search(header):
        return ColumnRole.COMPONENT
    if _OTHER.search(header):
        return ColumnRole.OTHER
    if _RANK.search(header):
        return ColumnRole.CHANGE if _CHANGE.search(header) else ColumnRole.RANK
    if _CHANGE.search(header):
        return ColumnRole.CHANGE
    if _ENTITY.match(header):
        return ColumnRole.ENTITY
    if indicator or _SCORE.search(header) or _YEAR.fullmatch(header.removeprefix("năm ")):
        return ColumnRole.SCORE
    return ColumnRole.COMPONENT


def figures(columns: list[Column]) -> dict[int, Column]:
    """The columns to read by position. Of several scores of one index and period only a total is meant."""
    chosen = {at: one for at, one in enumerate(columns) if one.role in {ColumnRole.RANK, ColumnRole.SCORE}}
    for role in (ColumnRole.RANK, ColumnRole.SCORE):
        keys = {(one.indicator, one.period) for one in chosen.values() if one.role is role}
        for key in keys:
            rivals = [at for at, one in chosen.items() if one.role is role and (one.indicator, one.period) == key]
            totals = [at for at in rivals if _WHOLE.search(chosen[at].header)]
            kept = rivals if len(rivals) == 1 else totals if len(totals) == 1 else []
            for at in set(rivals) - set(kept):
                del chosen[at]
    return chosen
