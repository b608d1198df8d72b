"""Lines, links and tables -> plain text, chat text or mail HTML. Pure; a portal's text stays text in each of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

Form = Literal["plain", "chat", "html"]
WORD_JOINER = "\u2060"  # seen by nobody; between two characters it keeps a channel from reading them as markup
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_CELL = 'style="padding:3px 12px 3px 0;border-bottom:1px solid #ddd;text-align:{side}"'


@dataclass(frozen=True, slots=True)
class Link:
    """An address of ours or of the page told about, and what stands before it."""

    label: str
    url: str


Line = str | Link


def block(lines: Sequence[Line], form: Form) -> str:
    """Lines that belong together."""
    if form == "html":
        return "<p>" + "<br>\n".join(_line(each, form) for each in lines) + "</p>"
    return "\n".join(_line(each, form) for each in lines)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A small HTML table: text in the first and last column, numbers between."""
    written = [_row("th", head), *(_row("td", cells) for cells in rows)]
    return '<table style="border-collapse:collapse;font-size:14px">' + "\n".join(written) + "</table>"


def inert(text: str, form: Form) -> str:
    """The text is data: it can neither mention people nor carry markup, links or hidden characters."""
    text = _HIDDEN.sub("", text)
    if form == "html":
        return escape(text)
    if form == "chat":
        text = text.replace("<", "‹").replace(">", "›").replace("`", "ˋ").replace("*", "∗")
        text = re.sub(r"([@~#]|(?<!\w)_|_(?!\w)|\]|:(?=//)|www)", rf"\1{WORD_JOINER}", text)
    return text


def _line(line: Line, form: Form) -> str:
    if isinstance(line, str):
        return inert(line, form)
    label = inert(line.label, form)
    url = re.sub(r"[\s<>\"'`*@|\[\]]", lambda found: f"%{ord(found[0]) % 256:02X}", line.url)
    if form == "html":
        url = f'<a href="{escape(url)}">{escape(url)}</a>' if url.startswith(("https://", "http://")) else escape(url)
    return f"{label} {url}".strip()


def _row(tag: str, cells: Sequence[str]) -> str:
    sides = ["left", *["right"] * (len(cells) - 2), "left"]
    written = (
        f"<{tag} {_CELL.format(side=side)}>{escape(cell)}</{tag}>" for cell, side in zip(cells, sides, strict=True)
    )
    return f"<tr>{''.join(written)}</tr>"
