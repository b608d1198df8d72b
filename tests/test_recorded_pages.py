"""Saved pages of every design and every way to print a body again, each with an answer that a person read."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from pipeline.duplicates.strip import strip
from pipeline.extract import extract
from pipeline.model import Article, Portal, Snapshot
from pipeline.portals import load_portal, load_portals

FOLDER = Path(__file__).parent / "pages"
PAGES = sorted(FOLDER.glob("*/*.html"))


@dataclass(frozen=True)
class Recorded:
    snapshot: Snapshot
    portal: Portal
    answer: dict[str, Any]


def recorded(path: Path) -> Recorded:
    answer = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    body = path.read_bytes()
    return Recorded(
        Snapshot(
            portal=path.parent.name,
            url=answer["url"],
            fetched_at=datetime.fromisoformat(answer["fetched_at"]),
            status=200,
            content_type="text/html",
            body=body,
            sha256=sha256(body).hexdigest(),
        ),
        load_portal(path.parent.with_suffix(".toml")),
        answer,
    )


def read(page: Recorded) -> Article:
    return strip(extract(page.snapshot, page.portal))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page_gives_the_article_that_a_person_read(path: Path) -> None:
    page = recorded(path)

    article = read(page)

    assert article.body.split("\n") == page.answer["body"]
    assert (article.copies, list(article.flags)) == (page.answer["copies"], page.answer["flags"])
    assert (article.title, article.author, article.layout) == tuple(
        page.answer[key] for key in ("title", "author", "layout")
    )
    assert article.published == (date.fromisoformat(page.answer["published"]) if page.answer["published"] else None)


def test_pages_give_the_same_in_any_order() -> None:
    pages = [recorded(path) for path in PAGES]

    assert [read(page) for page in pages] == [read(page) for page in reversed(pages)][::-1]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_stripping_again_changes_nothing(path: Path) -> None:
    article = read(recorded(path))

    assert strip(article) == article


def test_every_layout_of_the_recorded_portals_has_a_page() -> None:
    used = {read(recorded(path)).layout for path in PAGES}
    portals = load_portals(FOLDER).values()

    assert {f"{portal.name}@{layout.since}" for portal in portals for layout in portal.layouts} <= used
