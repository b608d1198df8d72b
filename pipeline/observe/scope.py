"""Whose figure and of when: the sentences read so far in, entity and period of a place in the text out. Pure."""

import re
from datetime import date

from pipeline.observe.entities import resolve
from pipeline.observe.marks import Mark, Sentence
from pipeline.observe.words import Kind
from pipeline.reference import COUNTRY, Reference

# Words that make a counter the country's, where no province is named before it.
_NATIONAL = re.compile(
    r"cả nước|toàn quốc|chính phủ|thủ tướng|các bộ|bộ, ngành|bộ, cơ quan|các địa phương|dịch vụ công quốc gia|"
    r"dvc quốc gia|dvcqg|trục liên thông văn bản quốc gia|trên cơ sở dữ liệu quốc gia|(?:63|34) (?:tỉnh|địa phương)"
)
_OWN = re.compile(
    r"(?<!các )(?<!cấp )(?<!liên )(?:toàn tỉnh|tỉnh ta|tỉnh nhà|của tỉnh|ubnd tỉnh|ubnd thành phố|tỉnh đã|thành phố đã|"
    r"hành chính công (?:của )?(?:tỉnh|thành phố)|địa bàn tỉnh|địa bàn thành phố|sở, ban, ngành|sở, ngành)"
)
_INSIDE = re.compile(
    r"toàn (?:huyện|xã|phường|quận|thị xã)(?!\w)|(?:huyện|xã|phường|quận|thị xã) (?:đã|nhà)(?!\w)|"
    r"ubnd (?:huyện|xã|phường|quận|thị xã)(?!\w)"
)
# A district or department by name, doing something; its capitals tell the name, so this reads the text as printed.
_UNIT_DOES = re.compile(
    r"(?:^|[.;,:\n-]\s?)(?:UBND )?(?:[Hh]uyện|[Qq]uận|[Tt]hị xã|[Tt]hị trấn|[Pp]hường|[Xx]ã|Sở|Chi cục|Phòng) "
    r"[A-ZĐ]\w[\w ]{1,30}? (?:đã |đang |hiện )?"
    r"(?:tiếp nhận|nhận|giải quyết|có|xử lý|cung cấp|hoàn thành|cắt giảm|số hóa)(?!\w)"
)
_SINCE = re.compile(r"(?<!\w)(?:từ|kể từ|so|trước|sau|đến|giai đoạn|tại|theo)(?:[^\d]{0,20})$")
_NOW = re.compile(r"đến nay|hiện nay|hiện có|hiện đã|lũy kế|từ khi")
_YEARLESS = re.compile(
    r"(?P<months>\d{1,2}|sáu|chín|ba) tháng (?:đầu )?(?:năm(?: nay)?|qua)|(?:qua|trong|sau) (?P<span>\d{1,2}) tháng"
    r"(?! cuối| \d)|(?P<same>(?:trong |cùng )?năm (?:này|đó))|quý (?P<quarter>iii|ii|iv|i|[1-4])(?![\w/-])|"
    r"(?:đến|tới) (?:hết )?(?:ngày )?(?P<day>\d{1,2})[-/.](?P<of>\d{1,2})(?![-/.\d])|"
    r"(?<!\d )tháng (?P<month>\d{1,2})(?![-/.\d]| năm)"
)
_WORDS = {"ba": 3, "sáu": 6, "chín": 9}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_VERSUS = re.compile(r"(?<!\w)(?:so(?: với)?|hơn|cùng kỳ|bằng|kém)(?: cùng kỳ)?(?: với)? ?$")


_REPORTER = "van-phong-chinh-phu"  # reviews and reports for the whole country
_SPEAKS_BEFORE = re.compile(r"(?:theo|của|do|trụ sở) (?:báo cáo |số liệu |thống kê |đánh giá |tổng hợp )?(?:của )?$")
_SPEAKS_BEHIND = re.compile(r"\s*:|[^.;]{0,30}(?:cho biết|cho hay|báo cáo|công bố|thông tin|cho thấy|đưa ra)")


FAR = 400  # characters looked back for a period: sentences without end must not cost more than others


class Scope:
    """Follows a text sentence by sentence; what a sentence leaves open is taken from the ones before it."""

    def __init__(self, text: str, low: str, entity: str, published: date | None, reference: Reference) -> None:
        self._text, self._low = text, low
        self._own, self._published, self._reference = entity, published, reference
        self._sentences: list[Sentence] = []  # the last is being read; those before it are not yet looked at
        self._entity = ""
        self._period: str | None = None
        self._year = str(published.year) if published else ""

    def enter(self, sentence: Sentence) -> None:
        """Go on to the next sentence."""
        self._sentences.append(sentence)

    def _here(self) -> Sentence:
        """The sentence being read. What it may inherit is worked out here, as few sentences hold a counter."""
        *earlier, here = self._sentences
        for sentence in earlier:
            self._leave(sentence)
        if earlier:
            self._sentences = [here]
            self._period = None if here.opens_block else self._period
        return here

    def _leave(self, sentence: Sentence) -> None:
        """Keep whose figures a sentence tells, and their period up to the end of the line."""
        if sentence.opens_block:
            self._period = None
        end = sentence.marks[-1].end
        self._entity = self._named(sentence, end) or self._entity
        period, basis = self._period_in(sentence, end)
        self._period = period if basis in {"stated", "relative"} else self._period
        years = [mark.value for mark in sentence.marks if mark.kind is Kind.PERIOD and not self._is_versus(mark)]
        self._year = years[-1][:4] if years else self._year

    def entity(self, at: int) -> tuple[str, str | None]:
        """The entity of a figure printed at a place, and how it was named there."""
        return self._named(self._here(), at) or self._entity or self._own or COUNTRY, None

    def _named(self, sentence: Sentence, at: int) -> str:
        begin = sentence.marks[0].start
        provinces = [mark for mark in sentence.marks if mark.kind is Kind.PROVINCE and mark.start < at]
        if provinces:
            return self._province(provinces[-1].value)
        if self._own and _OWN.search(self._low, begin, at):
            return self._own
        ministry = next((mark for mark in sentence.marks if mark.kind is Kind.MINISTRY and mark.start < at), None)
        if ministry:
            return COUNTRY if ministry.value == _REPORTER or self._speaks(ministry, begin) else ministry.value
        return COUNTRY if _NATIONAL.search(self._low, begin, at) else ""

    def _speaks(self, ministry: Mark, begin: int) -> bool:
        """A ministry that reports, or is named after `theo` or `của`, is not whose figures these are."""
        before, behind = self._low[begin : ministry.start], self._low[ministry.end : ministry.end + 40]
        return bool(_SPEAKS_BEFORE.search(before) or _SPEAKS_BEHIND.match(behind))

    def _province(self, name: str) -> str:
        return resolve(self._reference, "province", name, self._own, self._published)

    def is_inside(self, at: int) -> bool:
        """Whether a figure printed at a place is a district's, commune's or department's, and not its province's."""
        begin = max(self._sentences[-1].marks[0].start, at - FAR)
        inside = _INSIDE.search(self._low, begin, at) or _UNIT_DOES.search(self._text, max(0, begin - 2), at)
        return bool(inside and not _OWN.search(self._low, begin, at))

    def ministry_or_province(self, start: int, end: int) -> tuple[str, str] | None:
        """The last ministry or province named between two places: entity id and as printed."""
        inside = [
            mark
            for mark in self._here().marks
            if mark.kind in {Kind.MINISTRY, Kind.PROVINCE} and start <= mark.start < end
        ]
        if not inside:
            return None
        mark = inside[-1]
        entity = mark.value if mark.kind is Kind.MINISTRY else self._province(mark.value)
        return entity, self._low[mark.start : mark.end]

    def period(self, at: int, end: int) -> tuple[str | None, str]:
        """The period of a figure printed at a place, its phrase going on to `end`, and the basis it is known by.

        The basis is stated, relative, inherited or unknown; a period right behind a figure is nearer than one before.
        """
        here = self._here()
        behind = (mark for mark in here.marks if mark.kind is Kind.PERIOD and at < mark.start < end)
        nearest = next(behind, None)
        if nearest and not self._is_versus(nearest) and not _SINCE.search(self._low, at, nearest.start):
            return nearest.value, "stated"
        if yearless := self._yearless(at, end):
            return yearless, "relative"
        return self._period_in(here, at)

    def _period_in(self, sentence: Sentence, at: int) -> tuple[str | None, str]:
        begin = max(sentence.marks[0].start, at - FAR)
        before = [
            mark
            for mark in sentence.marks
            if mark.kind is Kind.PERIOD and mark.start < at and not self._is_versus(mark)
        ]
        since = before[-1].end if before else begin
        if yearless := self._yearless(since, at):
            return yearless, "relative"
        if _NOW.search(self._low, since, at):
            return None, "unknown"
        if before:
            return self._stated(before), "stated"
        return (self._period, "inherited") if self._period else (None, "unknown")

    def _stated(self, before: list[Mark]) -> str:
        """The last period; two joined by `đến` are one span of months."""
        last = before[-1].value
        if len(before) > 1:
            between = self._low[before[-2].end : before[-1].start].strip()
            if between in {"đến", "đến ngày", "đến hết", "tới", "-", "–"}:
                return f"{before[-2].value[:7]}/{last[:7]}"
        return last

    def _yearless(self, since: int, at: int) -> str | None:
        printed_all = [
            found for found in _YEARLESS.finditer(self._low, since, at) if not self._is_compared(found.start())
        ]
        if not printed_all or not self._year:
            return None
        found = printed_all[-1]
        if found["same"]:
            return self._year
        if printed := found["months"] or found["span"]:
            months = _WORDS.get(printed) or int(printed)
            return f"{self._year}-{months}M" if 1 <= months < 12 else self._year
        if found["quarter"]:
            return f"{self._year}-Q{_ROMAN.get(found['quarter']) or int(found['quarter'])}"
        month = int(found["of"] or found["month"])
        if not 1 <= month <= 12:
            return None
        return f"{self._year}-{month:02}-{int(found['day']):02}" if found["day"] else f"{self._year}-{month:02}"

    def _is_versus(self, mark: Mark) -> bool:
        return self._is_compared(mark.start)

    def _is_compared(self, at: int) -> bool:
        return bool(_VERSUS.search(self._low[max(0, at - 24) : at]))
