"""Saved questions on the demo world: each answer is what a person finds who reads demo/world/articles."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
import tomli_w

from demo.world import Piece, Site, load_sites
from demo.world.pages import answer
from pipeline import archive
from pipeline.model import Snapshot
from pipeline.settings import Settings
from pipeline.stages import building, checking
from pipeline.warehouse.access import reader
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.queries import ask
from warehouse_world import ready_settings

READ_AT = datetime(2025, 6, 1, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    """All pages of the world, and a day later the one that its second edition corrects silently."""
    settings = ready_settings(tmp_path_factory.mktemp("answers"))
    assert settings.portals_folder is not None
    for site in load_sites():
        text = tomli_w.dumps({"name": site.name, **site.portal}).replace("{home}", home(site))
        (settings.portals_folder / f"{site.name}.toml").write_text(text, encoding="utf-8")
        first = site.held(1)
        later = [piece for piece in site.held(2) if piece not in first]
        mended = [piece for piece in later if piece.number in {one.number for one in first}]
        keep(settings, site, [*first, *(piece for piece in later if piece not in mended)], READ_AT)
        if mended:
            keep(settings, site, mended, READ_AT + timedelta(days=1))
    building.build(settings)
    checking.run_checks(settings)
    checking.settle(settings)
    checking.publish(settings)
    with reader(settings) as warehouse:
        yield warehouse


def home(site: Site) -> str:
    return f"https://{site.name}.example"


def keep(settings: Settings, site: Site, pieces: list[Piece], at: datetime) -> None:
    with archive.BatchWriter(settings, site.name, at) as batch:
        for piece in pieces:
            page = answer(site, piece.edition, site.address(piece), home(site))
            url = home(site) + site.address(piece)
            batch.add_page(
                Snapshot(site.name, url, at, 200, page.content_type, page.body, sha256(page.body).hexdigest())
            )


def rows(copy: Warehouse, question: str, **given: str) -> list[dict[str, Any]]:
    return ask(copy, question, given).records()


def test_where_hai_phong_stands_now(copy: Warehouse) -> None:
    found = {row["indicator"]: row for row in rows(copy, "latest", entity="hai-phong")}

    stands = {key: (row["period"], row["rank"], row["rank_of"], row["places_up"]) for key, row in found.items()}
    assert {
        "PAR_INDEX": ("2024", 1, 63, 1),
        "SIPAS": ("2024", 1, 63, 4),
        "PAPI": ("2024", 42, 61, -10),
        "DTI": ("2023", 8, 63, 6),
    }.items() <= stands.items()
    assert "Hải Phòng xếp thứ 1/63" in found["PAR_INDEX"]["quote"]
    assert found["PAR_INDEX"]["authority"] == "publisher"


def test_a_copy_is_no_second_source(copy: Warehouse) -> None:
    said = rows(copy, "first_said", entity="yen-bai", indicator="PAPI", period="2023")

    assert [(row["measure"], row["portal"], len(row["copies"])) for row in said] == [
        ("rank", "yenbai", 1),
        ("score", "yenbai", 1),
    ]
    assert "baocaicach" in said[0]["copies"][0]


def test_who_contradicts_whom(copy: Warehouse) -> None:
    """Cà Mau remembers its rank of 2022 wrongly, and the ministry's table is newer than what the press reported.

    Long An's first version (47th) was corrected on its own page: no contradiction.
    """
    found = {(row["province"], row["period"]): row for row in rows(copy, "contradictions")}

    assert found.keys() == {("Cà Mau", "2022"), ("Hải Phòng", "2023")}
    wrong = found["Cà Mau", "2022"]
    assert (wrong["value"], wrong["other_value"], wrong["why"]) == (58, 48, "authority")
    assert "58/63" in wrong["quote"]
    assert "48/63" in wrong["other_quote"]


def test_which_claims_are_false(copy: Warehouse) -> None:
    said = [(row["portal"], row["claimed"], row["official"]) for row in rows(copy, "claims", verdict="false")]

    assert said == [("camau", 48, 58)]
    assert not rows(copy, "claimed_changes", verdict="false")


def test_a_stated_change_is_true_against_its_year(copy: Warehouse) -> None:
    told = {row["period"]: row for row in rows(copy, "claimed_changes", entity="yen-bai")}

    assert [(told[year]["claimed"], told[year]["verdict"]) for year in ("2023", "2024")] == [(8, "true"), (-18, "true")]


def test_who_moved_most_of_those_we_read(copy: Warehouse) -> None:
    moved = [row for row in rows(copy, "movers", indicator="PAPI", period="2024") if row["url"]]

    assert [(row["province"], row["places_up"]) for row in moved[:3]] == [
        ("Cà Mau", 38),
        ("Yên Bái", -18),
        ("Lào Cai", -15),
    ]


def test_what_was_news(copy: Warehouse) -> None:
    told = {(row["province"], row["indicator"], row["period"]): row for row in rows(copy, "news")}

    row = told["Lào Cai", "PAR_INDEX", "2024"]
    assert (row["earlier_rank"], row["rank"], row["places_up"]) == (7, 26, -19)
    assert ("Bắc Giang", "PAR_INDEX", "2023") not in told  # "giữ nguyên vị trí"
    assert not rows(copy, "news", since="2025-06-03")


def test_which_figure_holds_where_a_page_gives_two(copy: Warehouse) -> None:
    ranks = [
        row for row in rows(copy, "why", entity="dien-bien", subject="PAPI", period="2024") if row["measure"] == "rank"
    ]

    assert [(row["value"], row["kind"]) for row in ranks] == [(50, "derived")]  # the page waits, the table holds
    waiting = "SELECT count(*) FROM pending_figure WHERE entity = 'dien-bien' AND period = '2024'"
    assert copy.count(waiting) == 2


def test_ranks_of_departments_and_other_news_are_no_figures(copy: Warehouse) -> None:
    titles = (
        "SELECT article FROM core.article WHERE title SIMILAR TO '.*(sở, ngành và huyện|đường ven biển|nước sạch).*'"
    )

    assert copy.count(f"SELECT count(*) FROM ({titles})") == 3
    assert copy.count(f"SELECT count(*) FROM accepted_observation WHERE article IN ({titles})") == 0


def test_how_much_is_held_of_an_edition(copy: Warehouse) -> None:
    found = {(row["indicator"], row["period"]): row for row in rows(copy, "editions")}

    assert (found["PCI", "2024"]["ranked"], found["PCI", "2024"]["state"]) == (30, "gap")
    assert found["PCI", "2024"]["stated_by_pages"] == 4  # Bắc Giang, Lào Cai, Long An, Quảng Ninh
    assert found["PAPI", "2024"]["without"] == ["tien-giang", "vinh-phuc"]
