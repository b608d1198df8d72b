"""A template and what it shows -> HTML. Pure but for reading the templates; every value is escaped."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from urllib.parse import quote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.alert import TODO_BY_STATE
from pipeline.page.chart import Break, Line, Place, history_chart
from pipeline.stages.browsing import History

Row = dict[str, object]

STATES = {"well": "good", "busy": "fair", "quiet": "fair", "never fetched": "plain", "not watched": "plain"}
OUTCOMES = {"delivered": "good", "waiting": "fair", "failed": "bad", "dead": "bad"}


def render(template: str, root: str, **given: object) -> str:
    """`root` is the path under which the page stands, without a slash at its end."""
    return _PAGES.get_template(f"{template}.html").render(root=root, template=template, **given)


def charts(history: History, root: str) -> list[tuple[str, Markup, list[Row]]]:
    """One chart and its rows, newest first, for each indicator of a province's history; the longest first."""
    found = []
    for indicator, group in groupby(history.ranks.records(), key=lambda row: str(row["indicator"])):
        rows = list(group)
        drawn = history_chart(f"{history.name}, {label(indicator)}", _lines(rows, root), _breaks(rows))
        # The chart escapes what it is given.
        found.append((indicator, Markup(drawn), [row for row in reversed(rows) if not row["is_part"]]))
    return sorted(found, key=lambda each: -len(each[2]))


def label(indicator: object) -> str:
    return str(indicator).replace("_", " ")


def number(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def moment(value: object) -> str:
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else "never"


def day(value: object) -> str:
    return f"{value:%Y-%m-%d}" if isinstance(value, datetime) else "never"


def web(url: object) -> str | None:
    """An address that a browser may follow; `javascript:`, `file:` and the like are shown, not linked."""
    text = str(url or "")
    return text if urlsplit(text).scheme in {"http", "https"} else None


def figure_path(root: str, row: Row) -> str:
    return "/".join([root, "figure", *(quote(str(row[name]), safe="~") for name in ("entity", "indicator", "period"))])


def _lines(rows: Iterable[Row], root: str) -> list[Line]:
    """Lines of one map each: the province's own, then its parts."""
    lines = []
    ordered = sorted(rows, key=lambda row: (bool(row["is_part"]), str(row["entity"]), str(row["table_version"])))
    for (is_part, _, _), group in groupby(
        ordered, key=lambda row: (row["is_part"], row["entity"], row["table_version"])
    ):
        members = list(group)
        places = tuple(_place(row, root) for row in sorted(members, key=lambda row: str(row["period"])))
        lines.append(Line(str(members[0]["province"]), places, bool(is_part)))
    return lines


def _place(row: Row, root: str) -> Place:
    rank_of = row["rank_of"]
    return Place(
        period=str(row["period"]),
        rank=int(str(row["rank"])),
        rank_of=int(str(rank_of)) if rank_of is not None else None,
        follows=row["earlier_period"] is not None,
        href=figure_path(root, row),
    )


def _breaks(rows: Sequence[Row]) -> list[Break]:
    """Where one series ends and the next begins; across the merger the parts, or the old map, stand before."""
    own = [row for row in rows if not row["is_part"]] or [row for row in rows if row["entity"] == rows[0]["entity"]]
    own.sort(key=lambda row: (str(row["period"]), str(row["series"])))
    parts = max((str(row["period"]) for row in rows if row["is_part"]), default=None)
    found = [
        Break(
            str(a["period"]), str(b["period"]), "merger" if a["table_version"] != b["table_version"] else "new method"
        )
        for a, b in zip(own, own[1:], strict=False)
        if a["series"] != b["series"] and len(str(a["period"])) == len(str(b["period"]))
    ]
    if parts and not own[0]["is_part"] and not any(each.label == "merger" for each in found):
        found.insert(0, Break(parts, str(own[0]["period"]), "merger"))
    return found


def _environment() -> Environment:
    pages = Environment(
        loader=PackageLoader("pipeline.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters |= {"label": label, "number": number, "moment": moment, "day": day, "web": web}
    pages.globals |= {
        "charts": charts,
        "figure_path": figure_path,
        "states": STATES,
        "outcomes": OUTCOMES,
        "todo": TODO_BY_STATE,
    }
    return pages


_PAGES = _environment()
