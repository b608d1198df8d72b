"""Closed classes of words and nouns that tell how a counter is printed. Pure data."""

import re

from pipeline.observe.tokens import NumberKind

NO_COUNT = {
    NumberKind.ORDINAL: "rank",
    NumberKind.RANKS: "change_without_level",
    NumberKind.POINTS: "score",
    NumberKind.PERCENT_POINTS: "change_without_level",
    NumberKind.FOREIGN: "foreign_money",
    NumberKind.FACTOR: "times",
}
PLACES = frozenset(["locality", "ministry"])
BODIES = frozenset(
    ["organisation", "public_unit", "post", "admin_unit"]
)  # to cut them is a figure, not a change of one
PLANNED = frozenset(["regulation", "condition", "procedure", "document"])  # what a plan may be to cut, not yet cut
BY_SENTENCE = frozenset(["service", "transaction"])  # what they are may be told anywhere in the sentence

TARGET = re.compile(
    r"(?<!\w)(?<!vượt )(?<!đạt )(?<!thành )(?<!với )(?<!theo )(?<!hiện )(?<!không )(?:phấn đấu|mục tiêu|chỉ tiêu"
    r"(?! biên)|kỳ vọng|hướng tới|đặt ra|định hướng|sẽ|phải|cần(?! thơ| giờ)|tối thiểu|quyết tâm|bảo đảm đạt)(?!\w)"
)
AFTER_TARGET = re.compile(r"đến nay|hiện |thực tế|kết quả|đã ")  # what was reached, told after the target
INDEX = re.compile(r"hài lòng|chỉ số|index|papi|sipas|(?<!\w)pci|(?<!\w)dti|tăng trưởng|grdp|giải ngân|ngân sách")
COMPONENT = re.compile(
    r"bộ chỉ số|chỉ số 766|chỉ số thành phần|nhóm chỉ số|thang điểm"
)  # what follows is a part of an index
TOTAL = re.compile(r"(?:trên|trong|/) ?tổng(?: số)? ?$")  # 310 trên tổng số 620 thủ tục
UNRELATED_MONEY = re.compile(
    r"giải ngân|đầu tư|ngân sách|xuất khẩu|vốn|nông thôn mới|gói thầu|kinh phí|doanh thu|hỗ trợ|vay|nợ"
)
YEARLY = re.compile(r"mỗi năm|hằng năm|hàng năm|một năm")
YEARLY_BEHIND = re.compile(r"\s*(?:/ ?năm|mỗi năm|hằng năm|hàng năm|một năm)")
DAILY = re.compile(r"mỗi ngày|một ngày|bình quân ngày|hằng ngày|hàng ngày")
PLAN = re.compile(r"dự kiến|phương án")

# What may follow a number that has no noun behind it.
STATE = re.compile(
    r"\s*(?:$|[^\w\s]|(?:đã|được|đúng|trước|quá|trễ|trực tuyến|trực tiếp|đang|chưa|nộp|qua|bằng|là|toàn trình|"
    r"một phần|mới|sửa|bãi|và|còn|trong|ở mức|mức|tại|kịp|so|tăng|giảm|trên tổng|tổng số|thuộc|ở cấp|"
    r"cấp tỉnh|cấp huyện|cấp xã|năm|tháng|quý|vào|cuối|tính)(?!\w))"
)
COPULA = re.compile(
    r"(?:là|đạt|gồm|có|với|còn|lên|bằng|tổng số|:|tổng cộng|trung bình|bình quân|được|nhận|xử lý) ?[(:]?\s?$"
)
SHARE_LINK = re.compile(
    r"[\s(,;]*(?:tức|đạt|chiếm|bằng|tương đương|tương ứng|là|với|đạt tới|chiếm tới)?(?: ?t[ỷỉ] lệ)?(?: đạt| là)?[\s(]*$"
)
# Before `63 tỉnh` these words make it a field, no count.
FIELD = frozenset(
    (
        *("của", "tại", "với", "cho", "trong", "trên", "ở", "từ", "các", "về", "thứ", "hạng", "đến", "tới", "khắp"),
        *("cả", "giữa", "xếp", "trí", "đứng", "số", "tổng"),
    )
)
LISTED = frozenset(["", "và", "cùng", "cộng", "với", "hơn"])  # nothing new said: the verb before holds on
# Whose things were counted, for the receipt: 1.020 quy định của 8 bộ, cơ quan.
OWNERS = re.compile(
    r" (?:của|thuộc|tại|ở) \d{1,3},? (?:bộ|cơ quan|sở|địa phương|tỉnh|đơn vị|huyện|xã)(?!\w)"
    r"(?:, (?:cơ quan|ban|ngành|thành phố)(?:,? ?(?:ngành|ngang bộ))?)*"
)
RESULT = frozenset(["lên", "đạt", "còn", "lên tới", "lên đến", "xuống còn"])  # after a change, these give its level
NUMBERED = frozenset(["decision", "document", "draft"])  # their numbers are names: quyết định 766
IMPLIED_MONEY = {"transaction": "thanh toán", "workday": "tiết kiệm"}  # what an amount is, right after a count of these
