"""Whose figure and of when: the sentences read so far in, entity and period of a place in the text out. Pure."""

import re
from datetime import date

from pipeline.observe.entities import resolve
from pipeline.observe.marks import Mark, Sentence
from pipeline.observe.relative import is_compared, yearless
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
        self._seen = 0  # how far the text has been looked at
        self._period: str | None = None
        self._year = str(published.year) if published else ""

    def enter(self, sentence: Sentence) -> None:
        """Go on to the next sentence."""
        self._sentences.append(sentence)

    def _here(self) -> Sentence:
        """The sentence being read. What it may inherit is worked out here, as few sentences hold a counter."""
        *earlier, here = self._sentences
        for sentence in earlier:
            self._skip(sentence.marks[0].start)
            self._leave(sentence)
        self._skip(here.marks[0].start)
        if earlier:
            self._sentences = [here]
            self._period = None if here.opens_block else self._period
        return here

    def _skip(self, start: int) -> None:
        """A sentence without numbers gave no marks, but may tell whose figures follow."""
        own = max((found.start() for found in _OWN.finditer(self._low, self._seen, start)), default=-1)
        national = max((found.start() for found in _NATIONAL.finditer(self._low, self._seen, start)), default=-1)
        if national > own or (own >= 0 and self._own):
            self._entity = COUNTRY if national > own else self._own
        self._seen = max(self._seen, start)

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
        self._seen = max(self._seen, end)

    def entity(self, at: int) -> tuple[str, str | None]:
        """The entity of a figure printed at a place, and how it was named there."""
        return self._named(self._here(), at) or self._entity or self._own or COUNTRY, None

    def _named(self, sentence: Sentence, at: int) -> str:
        begin = max(sentence.marks[0].start, at - 5 * FAR)
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
        if relative := yearless(self._low, at, end, self._year):
            return relative, "relative"
        return self._period_in(here, at)

    def _period_in(self, sentence: Sentence, at: int) -> tuple[str | None, str]:
        begin = max(sentence.marks[0].start, at - FAR)
        before = [
            mark
            for mark in sentence.marks
            if mark.kind is Kind.PERIOD and mark.start < at and not self._is_versus(mark)
        ]
        since = max(before[-1].end, begin) if before else begin
        if relative := yearless(self._low, since, at, self._year):
            return relative, "relative"
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

    def _is_versus(self, mark: Mark) -> bool:
        return is_compared(self._low, mark.start)
