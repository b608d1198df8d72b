"""Invented articles in the page designs that portals use, with the body a reader sees; seeded, so repeatable."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

_SUBJECTS = (
    "Ủy ban nhân dân tỉnh", "Sở Nội vụ", "Trung tâm Phục vụ hành chính công", "Ban Chỉ đạo cải cách hành chính",
    "Văn phòng Ủy ban nhân dân tỉnh", "Hội đồng nhân dân tỉnh", "Sở Khoa học và Công nghệ", "Tổ công tác Đề án 06",
    "Thanh tra tỉnh", "Sở Tài chính", "Ủy ban nhân dân thành phố", "Bộ phận Một cửa cấp xã", "Sở Xây dựng",
    "Công an tỉnh",
)  # fmt: skip
_VERBS = (
    "tiếp nhận", "rà soát", "số hóa", "công khai", "kiểm tra", "thẩm định", "rút ngắn thời hạn của", "đề nghị bãi bỏ",
    "trả kết quả sớm cho", "lấy ý kiến người dân về", "giao chỉ tiêu xử lý", "niêm yết", "đôn đốc", "chuẩn hóa",
    "cập nhật",
)  # fmt: skip
_THINGS = (
    "{n} hồ sơ đất đai", "{s} quy trình nội bộ", "{n} phiếu khảo sát", "{s} quyết định phân cấp",
    "{n} giấy phép lái xe", "{s} thủ tục về hộ tịch", "{n} tài khoản giao dịch", "{s} trang thông tin của phường",
    "{n} lượt thanh toán trực tuyến", "{s} nhiệm vụ quá hạn", "{n} văn bản điện tử có ký số",
    "{s} phần mềm chuyên ngành", "{n} kiến nghị của doanh nghiệp", "toàn bộ biểu mẫu điện tử",
    "danh mục dịch vụ bưu chính công ích", "cơ sở dữ liệu dân cư dùng chung",
)  # fmt: skip
_RESULTS = (
    "đạt {p}% yêu cầu", "vượt {p}% so với năm trước", "xếp thứ {r}/63 tỉnh, thành phố", "giảm {s} ngày chờ đợi",
    "không phát sinh chi phí ngoài quy định", "chỉ còn {s} trường hợp phải xin lỗi", "tiết kiệm {n} triệu đồng",
    "dù lực lượng tại chỗ còn mỏng", "song vài nơi làm còn hình thức", "được bà con vùng cao ghi nhận",
    "đúng lộ trình đã hứa với doanh nghiệp", "trước mùa tuyển sinh", "sau ba lần làm việc với bưu điện",
)  # fmt: skip
_OPENINGS = (
    "Theo đoàn kiểm tra", "Trong {m} tháng qua", "Bên cạnh đó", "Đáng chú ý", "Ở chiều ngược lại",
    "Tại buổi làm việc", "Từ đầu năm", "Để giữ thứ hạng", "Qua rà soát", "Riêng ở miền núi", "Cùng lúc ấy",
    "Nhờ chủ động", "Tính đến cuối kỳ", "Sau khi sắp xếp bộ máy", "Trước yêu cầu mới", "Dẫu vậy", "Về phần mình",
    "Hưởng ứng phong trào thi đua",
)  # fmt: skip
_CAPTIONS = (
    "Người dân nộp hồ sơ tại quầy giao dịch số {s}", "Quang cảnh buổi làm việc",
    "Lãnh đạo tỉnh phát biểu tại hội nghị", "Công chức hướng dẫn người dân kê khai trên máy tính",
)  # fmt: skip
_MENU = (
    "Giới thiệu", "Tin tức", "Văn bản", "Thủ tục hành chính", "Dịch vụ công", "Hỏi đáp", "Công khai ngân sách",
    "Liên hệ", "Bộ máy tổ chức", "Chiến lược quy hoạch", "Dự án đầu tư", "Lịch công tác", "Góp ý dự thảo",
    "Số liệu thống kê",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sample:
    design: str
    title: str
    lines: tuple[str, ...]
    html: str
    selector: str


def article(seed: int, paragraphs: int = 16) -> tuple[str, list[str]]:
    """A title and the body's lines; two of them captions."""
    chance = random.Random(seed)
    lines = [" ".join(_sentence(chance) for _ in range(chance.randint(3, 5))) for _ in range(paragraphs)]
    for caption in chance.sample(_CAPTIONS, 2):
        lines.insert(chance.randint(2, paragraphs - 1), _filled(chance, caption))
    return f"{chance.choice(_SUBJECTS)} đánh giá công tác cải cách hành chính quý {chance.randint(1, 4)}", lines


def _sentence(chance: random.Random) -> str:
    opening, subject, verb = chance.choice(_OPENINGS), chance.choice(_SUBJECTS), chance.choice(_VERBS)
    thing, result = chance.choice(_THINGS), chance.choice(_RESULTS)
    return _filled(chance, f"{opening}, {subject} đã {verb} {thing}, {result}.")


def _filled(chance: random.Random, text: str) -> str:
    for slot, low, high in (("n", 1_100, 98_000), ("s", 11, 98), ("r", 1, 63), ("m", 2, 11), ("p", 700, 999)):
        while "{" + slot + "}" in text:
            number = chance.randint(low, high)
            shown = f"{number // 10},{number % 10}" if slot == "p" else f"{number:,}".replace(",", ".")
            text = text.replace("{" + slot + "}", shown, 1)
    return text


# --- designs ---------------------------------------------------------------------------------


def _head(title: str) -> str:
    shown = escape(title)
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{shown} | Cổng thông tin</title>'
        f'<meta property="og:title" content="{shown}"><link rel="stylesheet" href="/style.css">'
        "<script>var site = {menu: '<div>', open: true};</script></head><body>"
    )


def _menu() -> str:
    items = "".join(f'<li class="item"><a href="/muc/{place}">{name}</a></li>' for place, name in enumerate(_MENU))
    return f'<div class="header"><a href="/"><img src="/logo.png" alt="Logo"></a><ul class="menu">{items}</ul></div>'


def _others(chance: random.Random) -> str:
    links = "".join(
        f'<li><a href="/tin/{chance.randint(1, 99999)}">{escape(_sentence(chance)[:90])}</a>'
        f" <span>({chance.randint(1, 28)}/9)</span></li>"
        for _ in range(8)
    )
    return f'<div class="tin-khac"><h3>Các tin khác</h3><ul>{links}</ul></div>'


def _footer() -> str:
    return '<div class="footer"><p>Cơ quan chủ quản: UBND tỉnh. Điện thoại: 0200.000.000</p></div></body></html>'


def _p(lines: list[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>\n" for line in lines)


def _sharepoint(lines: list[str]) -> tuple[str, str]:
    body = "".join(
        f'<p style="text-align:justify"><span style="font-size:14pt">{escape(line)}</span></p>' for line in lines
    )
    return f'<div class="ms-rtestate-field"><div class="ExternalClass1">{body}</div></div>', "div.ms-rtestate-field"


def _liferay(lines: list[str]) -> tuple[str, str]:
    return f'<div class="journal-content-article"><div class="noidung-bai">{_p(lines)}</div></div>', "div.noidung-bai"


def _lines_in_divs(lines: list[str]) -> tuple[str, str]:
    return '<div id="divArticleDescription2">' + "".join(
        f"<div>{escape(x)}</div>" for x in lines
    ) + "</div>", "#divArticleDescription2"


def _nukeviet(lines: list[str]) -> tuple[str, str]:
    return f'<div id="news-bodyhtml" class="bodytext margin-bottom-lg">{_p(lines)}</div>', "#news-bodyhtml"


def _wordpress(lines: list[str]) -> tuple[str, str]:
    return f'<article class="post"><div class="entry-content">{_p(lines)}</div></article>', "div.entry-content"


def _drupal(lines: list[str]) -> tuple[str, str]:
    return (
        f'<div class="field field--name-body"><div class="field__item">{_p(lines)}</div></div>',
        "div.field--name-body",
    )


def _tables(lines: list[str]) -> tuple[str, str]:
    body = "".join(f'<p class="MsoNormal"><font size="3">{escape(line)}</font></p>' for line in lines)
    return f'<table width="100%"><tr><td class="ArticleBody">{body}</td></tr></table>', "td.ArticleBody"


def _one_div(lines: list[str]) -> tuple[str, str]:
    return '<div class="chitiet">' + "<br><br>".join(map(escape, lines)) + "</div>", "div.chitiet"


DESIGNS: dict[str, Callable[[list[str]], tuple[str, str]]] = {
    "sharepoint": _sharepoint,
    "liferay": _liferay,
    "div per line": _lines_in_divs,
    "nukeviet": _nukeviet,
    "wordpress": _wordpress,
    "drupal": _drupal,
    "old tables": _tables,
    "one div": _one_div,
}
REPEATS = ("once", "twice in one element", "second element", "hidden copy", "each paragraph twice", "three copies")


def sample(seed: int, design: str, repeat: str = "once", paragraphs: int = 16) -> Sample:
    chance = random.Random(f"{seed} {design}")
    title, lines = article(seed, paragraphs)
    selector = DESIGNS[design]([])[1]
    return Sample(design, title, tuple(lines), page(title, lines, design, repeat, chance), selector)


def page(title: str, lines: list[str], design: str, repeat: str, chance: random.Random, month: str = "09/2022") -> str:
    """The lines as a page of that design."""
    body, _ = DESIGNS[design](_repeated(lines, repeat))
    if repeat == "second element":
        body += f'<div class="ban-in">{_p(_again(lines))}</div>'
    elif repeat == "hidden copy":
        body += f'<div style="display: none">{_p(_again(lines))}</div>'
    return (
        f'{_head(title)}{_menu()}<form id="aspnetForm" action="/tin"><div class="main">'
        f'<h1 class="title">{escape(title)}</h1>'
        f'<span class="date">Thứ Năm, {chance.randint(1, 28)}/{month} 08:30</span>{body}'
        f'<div class="luot-xem">{chance.randint(9, 9999)} lượt xem</div>{_others(chance)}</div></form>{_footer()}'
    )


def _again(lines: list[str]) -> list[str]:
    """The copy as portals print it: another lead-in, no captions."""
    texts = [line for line in lines if line.endswith(".")]
    return ["Cổng thông tin điện tử tỉnh - " + texts[0], *texts[1:]]


def _repeated(lines: list[str], repeat: str) -> list[str]:
    if repeat == "twice in one element":
        return lines + _again(lines)
    if repeat == "three copies":
        return lines + _again(lines) + _again(lines)
    if repeat == "each paragraph twice":
        return [line for line in lines for _ in range(2)]
    return lines
