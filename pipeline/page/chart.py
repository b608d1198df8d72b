"""Ranks over the editions of one indicator -> an inline SVG that needs no script and no style sheet. Pure.

Colours follow the text (`currentColor`), so that a chart is right on light and on dark; a page may style its classes
`line`, `part`, `dot`, `break` and `axis`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 360, 190
LEFT, RIGHT, TOP, BOTTOM = 30, 8, 24, 24
INSET = 12  # between the ends of the axis and the first and last dot
LEGEND = 16
DASHES = ("", "5 3", "1.5 3")  # of up to three parts
LABEL_GAP = 36  # between the left edges of two labels under the axis
HEAD = (
    '<svg class="history" viewBox="0 0 {width} {height}" role="img" xmlns="http://www.w3.org/2000/svg" '
    'font-family="inherit" font-size="11" fill="currentColor">'
)
FEW = 9  # so many ranks can all bear their number


@dataclass(frozen=True, slots=True)
class Place:
    """One rank. `follows`: it can be compared with the place before it, so a line joins the two."""

    period: str
    rank: int
    rank_of: int | None
    follows: bool
    href: str | None = None  # where its sentence is shown


@dataclass(frozen=True, slots=True)
class Line:
    """The ranks of one entity, oldest first. A part is a province that went into the one the chart is about."""

    name: str
    places: tuple[Place, ...]
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """Between two periods ranks stop being comparable; `label` says why."""

    before: str
    after: str
    label: str


@dataclass(frozen=True, slots=True)
class _Scale:
    first: float
    last: float
    worst: int

    def x(self, moment: float) -> float:
        span = self.last - self.first
        share = (moment - self.first) / span if span else 0.5
        return round(LEFT + INSET + share * (WIDTH - LEFT - RIGHT - 2 * INSET), 1)

    def y(self, rank: int) -> float:
        share = (rank - 1) / (self.worst - 1) if self.worst > 1 else 0.5
        return round(TOP + share * (HEIGHT - TOP - BOTTOM), 1)


def history_chart(title: str, lines: Sequence[Line], breaks: Sequence[Break] = ()) -> str:
    """Rank 1 is on top. Without any place there is nothing to draw: the answer is empty."""
    places = [place for line in lines for place in line.places]
    if not places:
        return ""
    moments = [_moment(place.period) for place in places]
    worst = max(max(place.rank, place.rank_of or 0) for place in places)
    scale = _Scale(min(moments), max(moments), worst)
    parts = [line for line in lines if line.is_part]
    drawn = [
        HEAD.format(width=WIDTH, height=HEIGHT + (LEGEND if parts else 0)),
        f"<title>{escape(title)}</title>",
        *_axes(scale, sorted({place.period for place in places})),
        *(_break(scale, each, number) for number, each in enumerate(breaks)),
        *(_line(scale, each, DASHES[number % len(DASHES)]) for number, each in enumerate(parts)),
        *_legend(parts),
        *(_line(scale, each) for each in lines if not each.is_part),
        "</svg>",
    ]
    return "\n".join(drawn)


def _axes(scale: _Scale, periods: Sequence[str]) -> list[str]:
    drawn = []
    for rank in sorted({1, (1 + scale.worst) // 2, scale.worst}):
        y = scale.y(rank)
        drawn.append(
            f'<line class="axis" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}" '
            'stroke="currentColor" opacity=".15"/>'
        )
        drawn.append(f'<text class="axis" x="{LEFT - 6}" y="{y + 4}" text-anchor="end" opacity=".7">{rank}</text>')
    free_to = float("inf")
    for period in reversed(periods):
        x = scale.x(_moment(period))
        if x <= free_to:
            drawn.append(
                f'<text class="axis" x="{x}" y="{HEIGHT - 6}" text-anchor="middle" opacity=".7">'
                f"{escape(period[:7])}</text>"
            )
            free_to = x - LABEL_GAP - 4 * max(0, len(period[:7]) - 4)
    return drawn


def _break(scale: _Scale, each: Break, number: int) -> str:
    """Labels of neighbours stand on two heights, so that they stay apart."""
    x = round((scale.x(_moment(each.before)) + scale.x(_moment(each.after))) / 2, 1)
    return (
        f'<g class="break"><line x1="{x}" x2="{x}" y1="{TOP - 4}" y2="{HEIGHT - BOTTOM}" stroke="currentColor" '
        f'stroke-dasharray="3 3" opacity=".55"/><text x="{x}" y="{TOP - 7 - 8 * (number % 2)}" text-anchor="middle" '
        f'font-size="8.5" opacity=".75">{escape(each.label)}</text></g>'
    )


def _line(scale: _Scale, line: Line, dash: str = "") -> str:
    points = [(scale.x(_moment(place.period)), scale.y(place.rank)) for place in line.places]
    strokes = "".join(
        f'<path d="M{x1} {y1}L{x2} {y2}" stroke="currentColor" stroke-width="2" stroke-dasharray="{dash}" fill="none"/>'
        for (x1, y1), (x2, y2), place in zip(points, points[1:], line.places[1:], strict=False)
        if place.follows
    )
    numbered = range(len(points)) if len(points) <= FEW else range(len(points) - 1, len(points))
    dots = "".join(
        _dot(x, y, line.name, place, is_numbered=index in numbered and not line.is_part)
        for index, ((x, y), place) in enumerate(zip(points, line.places, strict=True))
    )
    css, opacity = ("part", ".55") if line.is_part else ("line", "1")
    return f'<g class="{css}" opacity="{opacity}">{strokes}{dots}</g>'


def _legend(parts: Sequence[Line]) -> list[str]:
    """The names of the parts under the chart, each behind a piece of its line."""
    step = (WIDTH - LEFT) / max(1, len(parts))
    return [
        f'<g class="part" opacity=".8"><path d="M{LEFT + number * step:.0f} {HEIGHT + 6}h22" stroke="currentColor" '
        f'stroke-width="2" stroke-dasharray="{DASHES[number % len(DASHES)]}"/>'
        f'<text x="{LEFT + number * step + 27:.0f}" y="{HEIGHT + 10}">{escape(line.name)}</text></g>'
        for number, line in enumerate(parts)
    ]


def _dot(x: float, y: float, name: str, place: Place, *, is_numbered: bool) -> str:
    field = f"/{place.rank_of}" if place.rank_of else ""
    number = f'<text x="{x}" y="{y - 6}" text-anchor="middle" font-weight="600">{place.rank}</text>'
    drawn = (
        f'<g class="dot"><title>{escape(f"{name}, {place.period}: {place.rank}{field}")}</title>'
        f'<circle cx="{x}" cy="{y}" r="3.5"/>{number if is_numbered else ""}</g>'
    )
    return f'<a href="{escape(place.href)}">{drawn}</a>' if place.href else drawn


def _moment(period: str) -> float:
    """2021, 2022-09 and 2025-08-21 on one axis; an edition, or a span of years, stands at the beginning of its year."""
    year, *rest = [int(part) for part in period.split("-") if part.isdigit()]
    month, day = (*rest, 1, 1)[:2] if period[5:7].isdigit() and len(period) in (7, 10) else (1, 1)
    return year + (month - 1) / 12 + (day - 1) / 365
