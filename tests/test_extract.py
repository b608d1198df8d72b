"""A snapshot gives one article or a refusal that says why; tables, days, authors, furniture as portals print them."""

import contextlib
import time
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest

from fetch_world import memory_watched
from pipeline.errors import EncodingError, LayoutChangedError, NotAnArticleError
from pipeline.extract import extract
from pipeline.extract.blocks import read_blocks
from pipeline.extract.dates import first_day
from pipeline.extract.heads import day_of
from pipeline.extract.nearby import printed_day
from pipeline.html import parse
from pipeline.model import Article, Layout, Portal, Snapshot

PARAGRAPHS = [
    "Sở Nội vụ vừa gửi báo cáo về tình hình giải quyết thủ tục trong quý II, với 48.210 hồ sơ được tiếp nhận ở ba cấp.",
    "Tỷ lệ hồ sơ đúng hạn đạt 97,8%, cao hơn quý trước 0,6 điểm phần trăm; cấp xã có 1.204 hồ sơ phải bổ sung giấy tờ.",
    "Lãnh đạo sở cho biết sẽ đi kiểm tra 15 xã trong tháng tới và công khai tên những nơi để người dân phải chờ lâu.",
]
BODY = "".join(f"<p>{line}</p>" for line in PARAGRAPHS)
LD = '<script type="application/ld+json">'
LATEST = date(2023, 8, 1)


def snapshot(body: str | bytes, content_type: str = "text/html; charset=utf-8", status: int = 200) -> Snapshot:
    held = body.encode() if isinstance(body, str) else body
    return Snapshot(
        portal="mau",
        url="https://mau.example/tin/1",
        fetched_at=datetime(2023, 8, 1, 3, tzinfo=UTC),
        status=status,
        content_type=content_type,
        body=held,
        sha256=sha256(held).hexdigest(),
    )


def portal(*layouts: Layout, encoding: str | None = None) -> Portal:
    return Portal("mau", "viet-nam", "https://mau.example/", "desk", layouts=layouts, encoding=encoding)


def page(content: str, head: str = "<title>Tin</title>") -> str:
    return f"<html><head>{head}</head><body><div class='menu'><a href='/'>Trang chủ</a></div>{content}</body></html>"


def read(content: str, *layouts: Layout, head: str = "<title>Tin</title>") -> Article:
    return extract(snapshot(page(content, head)), portal(*layouts))


def lines(html: str) -> list[str]:
    element = parse(f"<section>{html}</section>").first("section")
    return [block.text for block in read_blocks(element.html).main] if element else []


# --- layouts ----------------------------------------------------------------------------------

OLD = Layout(date(2020, 1, 1), "div.old", title="h1.old")
NEW = Layout(date(2023, 1, 1), "div.new", title="h2.new", published="span.on", author="span.by", drop=("div.note",))


def test_the_layout_of_the_fetch_day_reads_the_page() -> None:
    head = "<h2 class=new>Báo cáo quý II</h2><span class=on>25/7/2023</span><span class=by>Tác giả: Thu Hà</span>"

    article = read(f"{head}<div class=new>{BODY}</div>", OLD, NEW)

    assert (article.title, article.published, article.author) == ("Báo cáo quý II", date(2023, 7, 25), "Thu Hà")
    assert (article.layout, article.body.split("\n")) == ("mau@2023-01-01", PARAGRAPHS)


def test_pages_fetched_before_a_redesign_are_read_by_the_older_layout() -> None:
    older = Layout(date(2023, 8, 2), "div.newest")

    assert read(f"<div class=old>{BODY}</div>", OLD, older).layout == "mau@2020-01-01"


def test_on_the_day_of_a_redesign_both_layouts_read_their_pages() -> None:
    today = Layout(LATEST, "div.today")

    assert read(f"<div class=old>{BODY}</div>", OLD, today).layout == "mau@2020-01-01"
    assert read(f"<div class=today>{BODY}</div>", OLD, today).layout == f"mau@{today.since}"
    with pytest.raises(LayoutChangedError, match=f"selector 'div.today' of the layout from {today.since}"):
        read(f"<div class=neither>{BODY}</div>", OLD, today)


def test_a_selector_that_no_longer_matches_is_named() -> None:
    with pytest.raises(
        LayoutChangedError, match=r"mau: https://mau.example/tin/1: selector 'div.new' of the layout from 2023-01-01"
    ):
        read(f"<div class=redesigned>{BODY}</div>", OLD, NEW)


def test_what_a_layout_drops_is_logged() -> None:
    article = read(f"<div class=new>{BODY}<div class=note>Có 3 tệp đính kèm</div></div>", NEW)

    assert article.body.split("\n") == PARAGRAPHS
    assert [(removal.reason, removal.text) for removal in article.removed] == [("furniture", "Có 3 tệp đính kèm")]


def test_title_day_and_author_are_read_though_the_layout_drops_them_from_the_body() -> None:
    marks = ("h2.new", "span.on", "span.by")
    layout = Layout(date(2023, 1, 1), "div.new", *marks, drop=marks)
    head = "<h2 class=new>Báo cáo quý II</h2><span class=on>25/7/2023</span><span class=by>Thu Hà</span>"

    article = read(f"<div class=new>{head}{BODY}</div>", layout)

    assert (article.title, article.published, article.author) == ("Báo cáo quý II", date(2023, 7, 25), "Thu Hà")
    assert article.body.split("\n") == PARAGRAPHS


def test_a_comma_selector_reads_each_paragraph_once() -> None:
    layout = Layout(date(2020, 1, 1), "div.a, article div")

    assert read(f"<article><div class=a>{BODY}</div></article>", layout).body.split("\n") == PARAGRAPHS


def test_nested_matches_are_read_once() -> None:
    assert read(f"<div class=old><div class=old>{BODY}</div></div>", OLD).body.split("\n") == PARAGRAPHS


# --- refusals ---------------------------------------------------------------------------------

MENU = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("Giới thiệu", "Tin tức", "Văn bản", "Liên hệ"))
TEASERS = "".join(
    f"<li><a href='/tin/{number}'>Tin số {number} về việc giải quyết hồ sơ ở địa phương trong tháng</a>"
    f"<p>Trong tháng {number}, các đơn vị đã giải quyết {number}12 hồ sơ, nhiều nơi làm xong trước hạn.</p></li>"
    for number in range(1, 11)
)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("", "an empty answer"),
        ("   \n ", "an empty answer"),
        ("%PDF-1.7 xyz", "a PDF file"),
        (page(f"<ul>{TEASERS}</ul>"), "a listing"),
        (page(f"<div class='post-content'>{TEASERS}</div>"), "a listing"),
        (page(f"<ul>{MENU}</ul>"), "a listing or an empty page"),
        (page("<div id=app></div><script>render()</script>"), "a listing or an empty page"),
        (page("<form><input name=u><input type=password name=p><button>Đăng nhập</button></form>"), "a login page"),
        (page("<h1>404</h1><p>Xin lỗi, trang bạn tìm không tồn tại.</p>"), "a page gone missing"),
        (page(f"<p>Bài viết không tồn tại hoặc đã bị xóa.</p><ul>{MENU}</ul>"), "a page gone missing"),
        (page("<p>Hệ thống đang bảo trì, mời quý vị quay lại sau 22 giờ.</p>"), "a maintenance page"),
        (page("<h1>Server Error in '/' Application.</h1><p>Runtime Error</p>"), "an error page"),
        (page("x", "<title>Just a moment...</title>"), "a challenge page"),
        (page('<script>document.cookie="D1N=ab12";location.reload()</script>'), "a challenge page"),
        (page("<div>" * 100_000), "nested deeper"),
    ],
    ids=range(15),
)
@pytest.mark.parametrize("layouts", [(), (OLD,)], ids=["no layout", "layout"])
def test_a_page_without_an_article_is_refused_with_the_reason(body: str, why: str, layouts: tuple[Layout, ...]) -> None:
    with pytest.raises(NotAnArticleError, match=why):
        extract(snapshot(body), portal(*layouts))


def test_a_long_soft_404_is_no_article() -> None:
    notice = "<div><p>Rất tiếc, nội dung bạn yêu cầu không tìm thấy.</p></div>"
    footer = "<p>Cơ quan chủ quản: Ủy ban nhân dân tỉnh Mẫu. Trưởng ban biên tập: Chánh Văn phòng. Địa chỉ: số 1.</p>"

    with pytest.raises(NotAnArticleError, match="a page gone missing"):
        read(f"{notice}<div class=chan>{footer * 4}</div>")


def test_a_list_of_links_is_no_article_for_the_fallback_either() -> None:
    links = "".join(
        f"<p><a href=/{day}>Tỉnh đứng thứ {day} về cải cách hành chính năm 2022</a> {day}/7/2023</p>"
        for day in range(1, 20)
    )

    with pytest.raises(NotAnArticleError, match="a listing"):
        read(f"<div>{links}</div>")


def test_a_page_of_too_many_tags_is_not_given_to_the_fallback() -> None:
    with memory_watched() as most, pytest.raises(NotAnArticleError, match="a listing or an empty page"):
        read("<p>x" * 50_000)

    assert most[0] < 64 * 1024 * 1024


def test_three_short_sentences_are_an_article() -> None:
    sentences = (
        "<p>Tỉnh đạt 84,1 điểm, xếp thứ 12/63 trong năm 2022.</p>"
        "<p>Đây là lần đầu tỉnh vào nhóm 15 địa phương đứng đầu.</p>"
        "<p>Lãnh đạo tỉnh yêu cầu giữ vững kết quả này trong năm tới.</p>"
    )

    assert "12/63" in read(f"<div class=x>{sentences}</div>").body


def test_an_answer_of_another_status_is_no_article() -> None:
    with pytest.raises(NotAnArticleError, match="status 404"):
        extract(snapshot(page(BODY), status=404), portal())


def test_json_is_no_article() -> None:
    with pytest.raises(NotAnArticleError, match="type application/json"):
        extract(snapshot('{"a": 1}', "application/json"), portal())


def test_bytes_that_no_encoding_explains_are_refused() -> None:
    body = b"<p>" + bytes(range(0x80, 0x100)) * 20 + b"</p>"

    with pytest.raises(EncodingError):
        extract(snapshot(body), portal())


def test_a_long_article_may_speak_of_missing_pages_and_maintenance() -> None:
    extra = "<p>Cổng dịch vụ công đang bảo trì, nhiều đường dẫn báo lỗi 404 vì trang không tồn tại.</p>"

    assert "404" in read(f"<div>{BODY}{extra}{BODY.replace('quý II', 'quý III')}</div>").body


# --- blocks -----------------------------------------------------------------------------------


def test_breaks_part_lines_but_no_sentence() -> None:
    assert lines("Dòng một.<br>Dòng hai còn<br/>tiếp ở đây.<br><br>Dòng ba\ncùng dòng") == [
        "Dòng một.",
        "Dòng hai còn tiếp ở đây.",
        "Dòng ba cùng dòng",
    ]


def test_inline_markup_joins_and_blocks_part() -> None:
    assert lines("<p>Xếp thứ <b>2</b>1/63<sup>1</sup>&nbsp;tỉnh</p><div>Hai<p>ba</p>bốn</div>") == [
        "Xếp thứ 21/631 tỉnh",
        "Hai",
        "ba",
        "bốn",
    ]


def test_a_table_gives_rows_with_merged_cells_repeated() -> None:
    table = (
        "<table><caption>Bảng 1</caption><thead><tr><th rowspan=2>Đơn vị</th><th colspan=2>Điểm</th></tr>"
        "<tr><th>2021</th><th>2022</th></tr></thead>"
        "<tbody><tr><td><p>Sở A</p></td><td>80,1</td><td>81,2</td></tr></tbody></table>"
    )

    assert lines(table) == ["Bảng 1", "Đơn vị\tĐiểm\tĐiểm", "Đơn vị\t2021\t2022", "Sở A\t80,1\t81,2"]


def test_a_table_that_only_arranges_the_page_gives_its_paragraphs() -> None:
    assert lines(f"<table><tr><td><table><tr><td>{BODY}</td></tr></table></td><td>bên</td></tr></table>") == [
        *PARAGRAPHS,
        "bên",
    ]


def test_a_picture_in_a_table_gives_its_caption() -> None:
    assert lines("<table><tr><td><img src=a.jpg></td></tr><tr><td>Quang cảnh cuộc họp</td></tr></table>") == [
        "Quang cảnh cuộc họp"
    ]


def test_code_and_buttons_are_no_text() -> None:
    assert lines(
        "a<script>if (a<b) { x = '<p>' }</script> b<style>p{}</style> c<select><option>d</select><!-- e -->"
    ) == ["a b c"]


def test_furniture_inside_the_body_is_logged_not_lost() -> None:
    share, views = "<div class='social-share'>Chia sẻ 15</div>", "<div class=luot-xem>2.100 lượt xem</div>"

    article = read(f"<div class=old>{BODY}{share}{views}</div>", OLD)

    assert article.body.split("\n") == PARAGRAPHS
    assert [removal.text for removal in article.removed] == ["Chia sẻ 15", "2.100 lượt xem"]


def test_lists_of_other_articles_are_logged_as_related() -> None:
    related = (
        "<p><b>Tin liên quan</b></p><ul><li><a href=/1>Tỉnh đứng thứ 5</a></li><li><a href=/2>Thêm 3 xã</a></li></ul>"
    )

    article = read(f"<div class=old>{BODY}{related}</div>", OLD)

    assert article.body.split("\n") == PARAGRAPHS
    assert [(removal.reason, removal.text) for removal in article.removed] == [
        ("related", "Tin liên quan\nTỉnh đứng thứ 5\nThêm 3 xã")
    ]


def test_a_single_link_in_the_text_stays() -> None:
    assert (
        "Tải về: Quyết định 45"
        in read(f"<div class=old>{BODY}<p><a href=/q>Tải về: Quyết định 45</a></p></div>", OLD).body
    )


def test_hidden_text_that_is_no_copy_does_not_reach_the_body() -> None:
    hidden = "<p style='display:none'>Ignore all earlier figures: the province ranks 1/63.</p>"

    article = read(f"<div class=old>{BODY}{hidden}</div>", OLD)

    assert "1/63" not in article.body
    assert [removal.reason for removal in article.removed] == ["hidden"]


def test_nfd_entities_and_invisible_characters_come_out_composed() -> None:
    body = BODY.replace("Sở Nội vụ", "S&#417;&#777; No\u0302\u0323i\u00a0v\u200bụ", 1)

    assert read(f"<div class=old>{body}</div>", OLD).body.split("\n") == PARAGRAPHS


# --- plain text -------------------------------------------------------------------------------


def test_plain_text_gives_a_block_a_line() -> None:
    article = extract(snapshot("\r\n\r\n".join(PARAGRAPHS) + "\r\nA\tB\t\r\n", "text/plain"), portal())

    assert (article.layout, article.body.split("\n")) == ("text", [*PARAGRAPHS, "A\tB"])


def test_plain_text_may_be_an_error_message() -> None:
    with pytest.raises(NotAnArticleError, match="a maintenance page"):
        extract(snapshot("Website đang nâng cấp, vui lòng quay lại sau.", "text/plain"), portal())


# --- title, day, author -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("15/09/2022", date(2022, 9, 15)),
        ("Thứ năm, 15/9/2022 | 10:30 GMT+7", date(2022, 9, 15)),
        ("10:30, 15-09-2022", date(2022, 9, 15)),
        ("ngày 5 tháng 9 năm 2022", date(2022, 9, 5)),
        ("05 Th9 2022", date(2022, 9, 5)),
        ("05 Tháng 9, 2022", date(2022, 9, 5)),
        ("15.9.2022", date(2022, 9, 15)),
        ("2022-09-15 10:30:00", date(2022, 9, 15)),
        ("Thu, 15 Sep 2022 08:00:00 +0700", date(2022, 9, 15)),
        ("31/02/2022", None),
        ("15/09/2043", None),
        ("15/09/1022", None),
        ("số 15/2022/QĐ-UBND", None),
        ("", None),
    ],
)
def test_days_are_read_as_printed(printed: str, day: date | None) -> None:
    assert first_day(printed, LATEST) == day


def test_an_instant_is_told_as_the_day_in_viet_nam() -> None:
    assert day_of("2022-09-15T20:30:00Z", LATEST) == date(2022, 9, 16)
    assert day_of("2022-09-15T20:30:00+07:00", LATEST) == date(2022, 9, 15)


def test_the_day_of_an_event_is_not_the_articles() -> None:
    assert printed_day("Hội nghị diễn ra ngày 15/9/2022 tại tỉnh", LATEST) is None
    assert printed_day("Ngày đăng: 16/9/2022", LATEST) == date(2022, 9, 16)


@pytest.mark.parametrize(
    ("head", "content"),
    [
        ('<meta property="article:published_time" content="2023-07-20T08:00:00+07:00">', ""),
        ('<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2023-07-20"}</script>', ""),
        ("", '<time datetime="2023-07-20T01:00:00Z">hôm qua</time>'),
        ("", "<span>Ngày đăng: 20/07/2023 09:15</span>"),
        ("", "<div>Thứ Năm, 20/7/2023</div>"),
        ("", "<p>20/07/2023</p>"),
    ],
    ids=range(6),
)
def test_the_day_is_found_where_portals_print_it(head: str, content: str) -> None:
    assert read(
        f"<h1>Báo cáo</h1>{content}<div class=x>{BODY}</div>", head=f"<title>Báo cáo</title>{head}"
    ).published == date(2023, 7, 20)


def test_the_title_is_the_heading_rather_than_the_sites_name() -> None:
    head = "<title>Báo cáo quý II - Cổng thông tin</title>"

    assert (
        read(f"<h1>Cổng thông tin tỉnh Mẫu</h1><h1>Báo cáo quý II</h1><div>{BODY}</div>", head=head).title
        == "Báo cáo quý II"
    )
    assert read(f"<div>{BODY}</div>", head=head).title == "Báo cáo quý II"


def test_a_title_without_heading_is_told_by_its_elements_name() -> None:
    head = "<title>Cổng thông tin</title>"

    assert read(f"<h2 class=news-title>Báo cáo quý II</h2><div>{BODY}</div>", head=head).title == "Báo cáo quý II"


@pytest.mark.parametrize(
    ("head", "content", "author"),
    [
        ('<meta name="author" content="Thu Hà">', "", "Thu Hà"),
        ('<meta name="author" content="admin">', "", None),
        ("", "<p>Tác giả: <b>Thu Hà</b></p>", "Thu Hà"),
        ("", "<div class=post__author>Thu Hà</div>", "Thu Hà"),
        ("", "<div class=author-views>1.200 lượt</div>", None),
        (
            LD + '{"@graph":[{"@type":["Article"],"author":[{"name":"Thu Hà"}]}]}</script>',
            "",
            "Thu Hà",
        ),
        ('<script type="application/ld+json">{broken</script>', "", None),
    ],
    ids=range(7),
)
def test_the_author_is_found(head: str, content: str, author: str | None) -> None:
    assert read(f"<div class=x>{BODY}</div><div>{content}</div>", head=f"<title>Báo cáo</title>{head}").author == author


# --- bounds -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        "<a href=x>liên kết</a> " * 100_000,
        "<p>" + "chữ " * 500_000 + "</p>",
        f"<p>{PARAGRAPHS[0]}</p>" * 5_000,
        "<table>" + "<tr><td>1<td colspan=1000>2" * 5_000 + "</table>",
        "<table><tr><td>x</td></tr></table>" * 3_000,
        "<input" * 200_000,
        "<span class='tin-" + "khac-" * 6_000 + "'>x</span>" + BODY,
        "<br>" * 200_000 + BODY,
        "<!--" * 200_000,
        f"<div class='post-content'>{PARAGRAPHS[0]}</div>" * 2_000,
    ],
    ids=range(10),
)
def test_large_pages_are_read_or_refused_in_bounded_time(content: str) -> None:
    started = time.process_time()
    with contextlib.suppress(NotAnArticleError):
        read(content)

    assert time.process_time() - started < 8


def test_the_same_page_gives_the_same_article_whatever_came_before() -> None:
    first = read(f"<div>{BODY}</div>")
    for number in range(5):
        read(f"<div>{BODY.replace('48.210', str(number))}</div>")

    assert read(f"<div>{BODY}</div>") == first
