"""Markup is read in bounded time: what would take the parser too long is refused before it is parsed."""

import time

import pytest

from pipeline.errors import PortalFileError, RefusedError
from pipeline.html import outermost, parse
from pipeline.html.screen import MAX_DEPTH, MAX_TAG_CHARACTERS, screen

ATTRIBUTES = " ".join(f"a{number}=1" for number in range(100_000))


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 100_000,
        "<DIV\n>" * 100_000,
        "<b>" * 40_000,
        "".join(f"<div><i id={number}></div>" for number in range(40_000)),
        "<p>" + "".join(f"<p><font size={number}>x" for number in range(40_000)),
        "<table><tr><td>" * 3_000,
        "<div></span>" * 40_000,
        "<div><table><tr><td></div>" * 3_000,
        "<svg><div/>" + "<div/>" * 40_000,
        "<svg><title>" + "<div>" * 40_000,
        "<select><title></select>" + "<div>" * 40_000,
        "<!-- <script> -->" + "<div>" * 40_000,
        "<script></script>" + "<div>" * 40_000,
        "<select>" + "<option>x" * 100_000,
        "<div>" * 450 + "<p>x" * 2_000_000,
        f"<a {ATTRIBUTES}>x</a>",
        f"<a {ATTRIBUTES}",
        "<a " + " ".join(f'a{number}=">"' for number in range(20_000)) + ">",
        "<a b='" + "<i>" * 20_000 + "'>",
    ],
    ids=range(19),
)
def test_costly_markup_is_refused_at_once(markup: str) -> None:
    started = time.process_time()

    with pytest.raises(RefusedError):
        parse(markup)

    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "plain words",
        "<a href=x>y</a>" * 20_000,
        "<ul>" + "<li>y" * 50_000,
        "<table>" + "<tr><td>1<td>2" * 20_000,
        "<p>one <p>two" * 20_000,
        "<!--" * 100_000,
        "<" * 1_000_000,
        "<script>" + "<div>" * 50_000,
        "<script>if (a < b) { document.write('<div>'.repeat(9)) }</script>" * 1_000,
        "<svg>" + '<path d="M0 0"/>' * 20_000 + "</svg>",
        "<svg><g><circle r='1'/></g></svg>" * 5_000,
        "<b>x</b><i>y</i>" * 20_000,
        "<div><p>x</div>" * 20_000,
        "<div>" * 400 + "text" + "</div>" * 400,
        f"<img src='data:image/png;base64,{'A' * 30_000}'>",
        "<title>a < b</title>" * 1_000,
    ],
    ids=range(17),
)
def test_large_but_harmless_markup_is_read_in_linear_time(markup: str) -> None:
    started = time.process_time()

    parse(markup)

    assert time.process_time() - started < 5


def test_the_limits_are_depth_and_tag_length() -> None:
    screen("<div>" * MAX_DEPTH + " " * MAX_TAG_CHARACTERS)
    with pytest.raises(RefusedError, match="nested deeper than 500"):
        screen("<div>" * (MAX_DEPTH + 1) + " " * MAX_TAG_CHARACTERS)
    with pytest.raises(RefusedError, match=r"a tag of 32,7\d\d characters"):
        screen(f"<a b='{'x' * MAX_TAG_CHARACTERS}'>")


def test_alternatives_find_each_element_once_and_in_order() -> None:
    root = parse("<article><div><p>one</p></div><p>two</p></article>")

    assert [element.text for element in root.all("div p, article p")] == ["one", "two"]


def test_outermost_leaves_out_what_lies_inside_another() -> None:
    root = parse("<div class=a><div class=a>inner</div></div><div class=a>next</div>")

    assert [element.text for element in outermost(root.all(".a"))] == ["inner", "next"]


def test_a_wrong_selector_is_the_portal_files_mistake() -> None:
    with pytest.raises(PortalFileError, match=r"selector 'div\[' is no CSS selector"):
        parse("<p>").all("div[")


def test_an_element_tells_its_attributes_and_text() -> None:
    element = parse('<p><a href="/x?a=1&amp;b=2" hidden>Bài&nbsp;viết\n 1</a></p>').first("a")

    assert element is not None
    assert (element.tag, element.attributes, element.text) == ("a", {"href": "/x?a=1&b=2", "hidden": ""}, "Bài viết 1")
