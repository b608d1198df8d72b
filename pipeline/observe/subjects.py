"""Whom a figure is about: provinces, ministries, tỉnh, cả nước; positions of a sentence in, subjects out. Pure."""

from dataclasses import replace

from pipeline.observe.context import KEEPS_SCOPE, NATION, Context, Now, Subject
from pipeline.observe.figures import NAMED, Figure, Role
from pipeline.observe.marks import Mark
from pipeline.observe.rows import row
from pipeline.observe.words import Kind

_ABOVE = frozenset(["trên", "dưới", "mức", "vượt"])  # trên mức trung bình: the mean is what one compares with
_COUNTRY = frozenset(["tính chung", "của cả nước", "tầm quốc gia"])
_COMPARES = frozenset([Kind.UP, Kind.DOWN, Kind.VERSUS, Kind.GROUP])
_MANY = ("các", "những", "nhiều", "mỗi", "số", "khối")
_TOWN = ("thành phố", "tp")
_BETWEEN = frozenset(
    [Kind.LINK, Kind.INDICATOR, Kind.LOOSE, Kind.PERIOD, Kind.NATION, Kind.FIELD, Kind.WORD, Kind.ON, Kind.COLON]
) | {Kind.OWN, Kind.OF}
_LINKS = frozenset([Kind.LINK, Kind.COLON])
_ROW = frozenset([Kind.COMMA, Kind.AND, *NAMED])
_BASES = frozenset([Kind.AFTER, Kind.VERSUS])
_OTHERS = frozenset([Kind.REGION, Kind.INSIDE, Kind.MINISTRIES])


def hear_name(context: Context, now: Now, at: int, mark: Mark) -> None:
    previous = now.kind(at - 1)
    if previous in {Kind.INSIDE, Kind.PAPER}:
        return  # Sở Nội vụ Quảng Ninh, Báo Quảng Ninh
    if previous is Kind.OWN and _is_town(context, now, at, mark):
        context.scope.reason = "inside"
        return
    subject = context.subject(mark)
    if context.main is None and mark.kind is Kind.PROVINCE:
        context.main = subject
    if _is_compared(now, at) or at in now.figures.receivers:
        now.compared[at] = subject
        return
    joins = previous in {Kind.COMMA, Kind.AND} and now.kind(at - 2) in NAMED
    _take(context, now, (*context.scope.subjects, subject) if joins else (subject,), previous)
    context.scope.is_joint = joins and (previous is Kind.AND or context.scope.is_joint)


def open_bracket(context: Context, now: Now, at: int) -> None:
    """bỏ xa Hà Nam (84,6 điểm): what the bracket tells is about the name before it"""
    if at - 1 in now.compared:
        context.scope.subjects, context.scope.is_told = (now.compared[at - 1],), True
    elif now.kind(at - 2 if now.kind(at - 1) is Kind.NATION else at - 1) is Kind.MEAN:  # cao hơn bình quân (87,1%)
        context.scope.subjects, context.scope.is_told = (NATION,), True


def _is_town(context: Context, now: Now, at: int, mark: Mark) -> bool:
    """thành phố Tuyên Quang is a town of the province; thành phố Đà Nẵng is one of the units ranked"""
    if not context.printed(now.marks[at - 1]).endswith(_TOWN):
        return False
    return not any(province.is_city for province in context.reference.named(mark.value))


def _is_compared(now: Now, at: int) -> bool:
    """A name only compared with: sau Quảng Ninh, so với Hà Nội và Hải Phòng"""
    position = at - 1
    while position > at - 6 and now.kind(position) in _ROW:
        if now.kind(position) is Kind.COMMA and now.kind(position - 1) not in NAMED:
            return False
        position -= 1
    return now.kind(position) in _BASES


def _take(context: Context, now: Now, subjects: tuple[Subject, ...], previous: Kind | None) -> None:
    scope = context.scope
    scope.subjects = subjects
    scope.is_told = now.has_subject = now.in_segment = True
    if previous not in KEEPS_SCOPE and not (scope.reason == "region" and previous is Kind.COMMA):
        scope.reason = ""


def hear_own(context: Context, now: Now, at: int, mark: Mark) -> None:
    """tỉnh, tỉnh ta, thành phố: the portal's own province"""
    printed = context.printed(mark)
    previous = now.kind(at - 1)
    if now.kind(at + 1) in NAMED or previous is Kind.NUMBER or context.main is None:
        return
    if _is_of_many(context, now, at) or (printed.endswith((*_TOWN, "thủ đô")) and not context.is_city):
        return
    if printed.startswith("của"):
        previous = Kind.OF
    _take(context, now, (replace(context.main, printed=printed),), previous)


def _is_of_many(context: Context, now: Now, at: int) -> bool:
    """các tỉnh, nhiều tỉnh"""
    return now.kind(at - 1) in {Kind.WORD, Kind.OF} and context.printed(now.marks[at - 1]).endswith(_MANY)


def hear_country(context: Context, now: Now, at: int, mark: Mark) -> None:
    """cả nước as the one spoken of, not as the field of a rank (thứ 40 cả nước); bình quân as the country's mean"""
    if mark.kind is Kind.MEAN:
        _hear_mean(context, now, at)
        return
    if (
        (context.printed(mark) in _COUNTRY or now.kind(at - 1) in {Kind.OF, Kind.ON})
        and not now.has_subject
        and now.last != at - 1
    ):
        context.scope.subjects = (NATION,)


def _hear_mean(context: Context, now: Now, at: int) -> None:
    """The mean of regions, departments or ministries is not ours."""
    previous = now.kind(at - 1)
    if previous in _COMPARES or now.word(at - 1) in _ABOVE or context.scope.reason == "count":
        return
    for position in range(at + 1, min(at + 9, len(now.marks))):
        kind = now.kind(position)
        if kind in _OTHERS:
            context.scope.reason = "mean_of_others"
            return
        if now.is_figure(position) or kind in {Kind.SEMICOLON, Kind.COMMA}:
            break
    if _is_mean_of_others(now, at):
        context.scope.reason = "mean_of_others"
        return
    _take(context, now, (NATION,), previous)


def _is_mean_of_others(now: Now, at: int) -> bool:
    """PAR INDEX của 17 bộ đạt bình quân 85,9%"""
    for position in range(at - 1, max(-1, at - 5), -1):
        if now.kind(position) in _OTHERS:
            return True
        if now.kind(position) not in {Kind.WORD, Kind.PERIOD, Kind.LINK}:
            return False
    return False


def subjects_of(context: Context, now: Now, at: int, figure: Figure) -> tuple[Subject, ...]:
    """The subjects of one figure; none where the sentence leaves it open."""
    if figure.receiver:
        return (context.subject(now.marks[figure.receiver]),)
    ahead = _ahead(context, now, at) if figure.role is Role.RANK else _brought(context, now, at, figure)
    ahead = ahead or _fronted(context, now, at)
    if ahead:
        context.scope.subjects = ahead
        return ahead
    if len(now.dealt_subjects) > 1:
        turn = now.deal(figure.role, len(now.dealt_subjects), again=figure.later)
        return now.dealt_subjects[turn : turn + 1]
    subjects = context.scope.subjects
    if len(subjects) > 1 and not context.scope.is_all:
        if context.scope.is_joint and len(row(now.figures, at)) == len(subjects):
            now.dealt_subjects, now.taken = subjects, {figure.role: 1}  # Nam Định và Hưng Yên xếp thứ 20 và 13
            return subjects[:1]
        is_bracketed = Kind.OPEN in {now.kind(at - 1), now.kind(at - 2)}
        return subjects[-1:] if is_bracketed or not context.scope.is_joint else ()
    return _carried(context, now, subjects) if subjects else _assumed(context, figure)


def _carried(context: Context, now: Now, subjects: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """A subject of an earlier sentence holds, unless this one turns to another index of the portal's own province."""
    if context.scope.is_told or not now.has_indicator or not context.own or context.main is None:
        return subjects
    return (context.main,)


def _assumed(context: Context, figure: Figure) -> tuple[Subject, ...]:
    if figure.is_most:
        return ()
    if context.main is None:
        return (NATION,) if figure.role in {Role.SCORE, Role.SCORE_MOVE} else ()
    return (context.main,)


def _brought(context: Context, now: Now, at: int, figure: Figure) -> tuple[Subject, ...]:
    """71,5 điểm đưa Cần Thơ lên ngôi đầu"""
    if now.has_subject or figure.role is not Role.SCORE or now.kind(at + 2) not in NAMED:
        return ()
    return (context.subject(now.marks[at + 2]),) if now.word(at + 1) in {"đưa", "giúp"} else ()


def _fronted(context: Context, now: Now, at: int) -> tuple[Subject, ...]:
    """Xếp thứ 60/61 về PAPI, tỉnh Điện Biên …"""
    if now.has_subject or at >= now.fronted:
        return ()
    mark = now.marks[now.fronted]
    if mark.kind in NAMED:
        return (context.subject(mark),)
    is_town = context.printed(mark).endswith(_TOWN) and not context.is_city
    return () if is_town or context.main is None else (replace(context.main, printed=context.printed(mark)),)


def _ahead(context: Context, now: Now, at: int) -> tuple[Subject, ...]:
    """Dẫn đầu là Quảng Ninh; vị trí thứ 3 thuộc về Thái Nguyên; thứ ba TP.Cần Thơ (88,1%)"""
    is_linked = False
    for position in range(at + 1, min(at + 9, len(now.marks))):
        kind = now.kind(position)
        if kind in NAMED:
            return (context.subject(now.marks[position]),) if is_linked or not now.in_segment else ()
        if now.is_figure(position) or kind not in _BETWEEN:
            return ()
        is_linked = is_linked or kind in _LINKS
    return ()
