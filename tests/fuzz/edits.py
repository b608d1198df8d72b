"""Edits of Vietnamese texts and of bytes that keep their shape: numbers, units, spelling, cuts, tables. Pure.

Each takes the text and a source of chance, so that fuzzers and hypothesis share them.
"""

import gzip
import re
import unicodedata
import zlib
from collections.abc import Callable
from random import Random

Edit = Callable[[str, Random], str]

PIECES = tuple(
    """năm 2021|năm|tháng 8|ngày 15/9|quý III|tính đến|từ|đến nay|lên|xuống|tăng|giảm|gấp đôi|so với|cùng kỳ|xếp thứ
hạng|thứ|21/63|58/61/63|1.310/2.620|89,24%|44.318|1.438|2,8 nghìn tỷ đồng|8, 12%|03|6|0|9999999999|766/QĐ-TTg|Covid-19
hồ sơ|TTHC|dịch vụ công trực tuyến mức độ 3, 4|tài khoản|giao dịch|văn bản|quy định|địa phương|biên chế|PAPI|PAR INDEX
SIPAS|PCI|DTI|Quảng Ninh|tỉnh|cả nước|Bộ Tài chính|huyện|vùng|trong đó|và|lần lượt|đạt|là|có|với|mục tiêu|trực tuyến
đúng hạn|bộ, ngành|(|)|,|;|:|.|-|–|/|%|điểm|bậc|triệu|một nửa|hai mươi lăm
đứng đầu|cuối bảng|nhóm 5|hơn|gần|dưới|1 trong 3
2429 lượt xem|Nguồn: Báo|Tin liên quan|15/09/2022 10:30|2020-2025|I/2023|+2,5|-3|1,5 lần|(1)|5-7|0,3871
10^6|½|²|٣|İ|ẞ|1️⃣|ͅ""".replace("\n", "|").split("|")
)
TAGS = tuple(
    """<p>|</p>|<div>|</div>|<br>|<table>|</table>|<tr>|</tr>|<td>|</td>|<td colspan=3>|<td rowspan=99999>|<li>|<ul>
</ul>|<span style="display:none">|</span>|<!--|-->|<script>|</script>|<style>|<a href="/tin/1">|</a>|<h1>|</h1>|<title>
<b>|</b>|<div class="related">|<div class="detail">|<time datetime="9999-12-31T23:59:59Z">|<meta charset="utf-7">|<svg>
<math>|<base href="http://[">|<select>|<option>|<template>|<plaintext>|&#x110000;|&#0;|&nbsp;|&amp;|&#55296;|<![CDATA[|]]>
<figure>|<figcaption>|<aside>|<footer>|<nav>|<p|"|'|>|<|=|<img alt='1|<loc>|</loc>|<url>
</url>|<item>|</item>""".replace("\n", "|").split("|")
)
_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
_STOP = re.compile(r"(?<=[.;:!?\n])\s*")
_SHAPES = (
    "0",
    "00",
    "1",
    "3",
    "03",
    "63",
    "2021",
    "1945",
    "1.438",
    "12,5",
    "0,5",
    "21/63",
    "64/63",
    "15/9/2022",
    "1e5",
)
_FORMS = ("NFD", "NFC", "NFKD", "NFKC")
_CASES: tuple[Callable[[str], str], ...] = (str.upper, str.lower, str.title, str.swapcase)


def renumber(text: str, chance: Random) -> str:
    found = list(_NUMBER.finditer(text))
    if not found:
        return text + " 7"
    one = chance.choice(found)
    size = chance.choice((1, 2, 3, 4, 9, 25))
    instead = chance.choice((*_SHAPES, str(chance.randrange(10**size)), one[0][::-1], f"{one[0]}0", one[0][:-1]))
    return text[: one.start()] + instead + text[one.end() :]


def graft(text: str, chance: Random) -> str:
    words = text.split(" ")
    words.insert(chance.randrange(len(words) + 1), chance.choice(PIECES))
    return " ".join(words)


def tag(text: str, chance: Random) -> str:
    place = chance.randrange(len(text) + 1)
    return text[:place] + chance.choice(TAGS) + text[place:]


def drop(text: str, chance: Random) -> str:
    words = text.split(" ")
    place = chance.randrange(len(words))
    return " ".join(words[:place] + words[place + chance.randint(1, 4) :])


def cut(text: str, chance: Random) -> str:
    place = chance.randrange(len(text) + 1)
    return text[:place] if chance.random() < 0.5 else text[place:]


def repeat(text: str, chance: Random) -> str:
    parts = _STOP.split(text)
    place = chance.randrange(len(parts))
    parts.insert(chance.randrange(len(parts) + 1), parts[place])
    return chance.choice(("\n", " ")).join(parts)


def swap(text: str, chance: Random) -> str:
    parts = _STOP.split(text)
    one, other = chance.randrange(len(parts)), chance.randrange(len(parts))
    parts[one], parts[other] = parts[other], parts[one]
    return chance.choice(("\n", " ", "")).join(parts)


def respell(text: str, chance: Random) -> str:
    return unicodedata.normalize(chance.choice(_FORMS), chance.choice((*_CASES, str))(text))


def space(text: str, chance: Random) -> str:
    old, new = chance.choice(
        ((" ", "\u00a0"), (" ", "\t"), (" ", "\n"), (" ", ""), ("\n", "\r\n"), ("\n", " "), (" ", "|"))
    )
    return text.replace(old, new, chance.choice((1, 3, -1)))


def tabulate(text: str, chance: Random) -> str:
    """Some lines as rows, their words as cells."""
    lines = text.split("\n")
    place, step = chance.randrange(len(lines)), chance.randint(1, 3)
    words = lines[place].split(" ")
    cells = [" ".join(words[start : start + step]) for start in range(0, len(words), step)]
    lines[place : place + 1] = [
        chance.choice(("\t", " | ")).join(cells[start : start + 4]) for start in range(0, len(cells), 4)
    ]
    return "\n".join(lines)


OF_TEXT: tuple[Edit, ...] = (renumber, renumber, graft, graft, drop, cut, repeat, swap, respell, space, tabulate)
OF_MARKUP: tuple[Edit, ...] = (tag, tag, tag, renumber, graft, cut, repeat, swap, space)


def edited(text: str, chance: Random, edits: tuple[Edit, ...] = OF_TEXT) -> str:
    for _ in range(chance.randint(1, 4)):
        text = chance.choice(edits)(text, chance)
    return text


def edited_bytes(data: bytes, chance: Random, edits: tuple[Edit, ...]) -> bytes:
    """Of text as text; of a gzip file often what is inside, packed again."""
    if data.startswith(b"\x1f\x8b"):
        try:
            inner = gzip.decompress(data)
        except (OSError, EOFError, ValueError, zlib.error):
            return data
        return gzip.compress(edited_bytes(inner, chance, edits), 1, mtime=0)
    return edited(data.decode("utf-8", "surrogateescape"), chance, edits).encode("utf-8", "surrogateescape")
