"""The demo world: every page stands, editions differ as told, figures are those of the official tables."""

import csv
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from demo.world import Piece, Site, World, load_sites, serve
from demo.world.pages import answer
from pipeline.model import Kind, Observation
from pipeline.observe import observe
from pipeline.portals import load_portals
from pipeline.reference import FOLDER, load_reference

SITES = load_sites()
# Figures that are wrong on purpose (demo/SOURCES.md): site and slug, index, year, entity, measure, the wrong value.
SLIPS = {
    ("camau", "ba-nam-chuyen-doi-so", "DTI", "2022", "ca-mau", "rank", Decimal(48)),
    ("baocaicach", "papi-2024", "PAPI", "2024", "dien-bien", "rank", Decimal(60)),
    ("longan", "par-index-2023", "SIPAS", "2023", "long-an", "rank", Decimal(47)),
}


def site(name: str) -> Site:
    return next(each for each in SITES if each.name == name)


@pytest.mark.parametrize("each", SITES, ids=lambda each: each.name)
def test_every_address_a_site_names_stands(each: Site) -> None:
    offered = [each.listing_url, each.feed_url, each.sitemap_url, *(each.address(piece) for piece in each.held(2))]

    assert {answer(each, 2, path, "http://x").status for path in offered if path} == {200}
    assert answer(each, 2, "/nowhere", "http://x").status == 404


def test_edition_two_adds_pieces_and_corrects_one_silently() -> None:
    for each in SITES:
        assert len(each.held(2)) > len(each.held(1))
    before, after = ({piece.number: piece for piece in site("longan").held(edition)} for edition in (1, 2))

    changed = [number for number in before if before[number].blocks != after[number].blocks]

    assert changed == [21633]
    assert before[21633].published == after[21633].published


def test_copies_repeat_the_body_of_the_piece_they_name() -> None:
    original = {piece.slug: piece.blocks for piece in site("yenbai").held(1)}["papi-2023"]

    assert original in [piece.blocks for piece in site("baocaicach").held(1)]


def test_yen_bai_prints_its_body_twice() -> None:
    piece = next(piece for piece in site("yenbai").held(1) if piece.slug == "papi-2023")

    page = answer(site("yenbai"), 1, site("yenbai").address(piece), "http://x").body.decode()

    assert page.count("xếp thứ 28/61") == 2


def test_ca_mau_is_windows_1258_and_bac_giang_is_decomposed() -> None:
    old, split = site("camau"), site("bacgiang")

    old_page = answer(old, 1, old.address(old.held(1)[0]), "http://x").body.decode("cp1258")
    split_page = answer(split, 1, split.address(split.held(1)[0]), "http://x").body.decode()

    assert "Cà Mau" in unicodedata.normalize("NFC", old_page)
    assert split_page == unicodedata.normalize("NFD", split_page) != unicodedata.normalize("NFC", split_page)


def official() -> dict[tuple[str, ...], set[Decimal]]:
    """Rank and score of each index, year and entity; more than one where sources differ."""
    held: dict[tuple[str, ...], set[Decimal]] = defaultdict(set)
    with (FOLDER / "official_figures.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for measure in filter(row.get, ("rank", "score")):
                key = (row["index"].replace(" ", "_"), row["year"], row["entity_id"], measure)
                held[key].add(Decimal(row[measure]))
    return held


def stated(each: Site, piece: Piece) -> Iterator[Observation]:
    reference = load_reference()
    province = reference.province(each.portal["province"], None) if "province" in each.portal else None
    body = "\n".join("\n".join("\t".join(row) for row in block.rows) or block.text for block in piece.blocks)
    own = province.id if province else ""
    reading = observe(body, entity=own, published=piece.published, reference=reference, heading=piece.title)
    return (one for one in reading.observations if one.kind is Kind.STATED and one.subject in reference.indicators)


def test_every_figure_is_that_of_the_tables_but_for_three_slips() -> None:
    held, compared, wrong = official(), 0, set()
    for each in SITES:
        for piece in each.pieces:
            for figure in stated(each, piece):
                key = (figure.subject, figure.period or "", figure.entity, figure.measure.value)
                assert key in held, (piece.slug, figure.quote)
                compared += 1
                if figure.value not in held[key]:
                    wrong.add((each.name, piece.slug, *key, figure.value))

    assert compared > 150
    assert wrong == SLIPS


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with serve(first_port=18_800) as running:
        yield running


def get(url: str, **headers: str) -> tuple[int, dict[str, str]]:
    try:
        with urlopen(Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})) as page:
            return page.status, dict(page.headers)
    except HTTPError as error:
        return error.code, dict(error.headers)


@pytest.mark.parametrize("name", ["quangninh", "haiphong"])
def test_conditional_requests_are_answered(world: World, name: str) -> None:
    url = world.home(next(each for each in world.sites if each.name == name)) + "/"
    _, first = get(url)

    if "ETag" in first:
        status, _ = get(url, If_None_Match=first["ETag"])
    else:
        status, _ = get(url, If_Modified_Since=first["Last-Modified"])

    assert status == 304


def test_portal_files_load_and_all_ports_are_allowed(world: World, tmp_path: Path) -> None:
    world.write_portals(tmp_path)

    portals = load_portals(tmp_path)

    assert sorted(portals) == sorted(each.name for each in world.sites)
    assert portals["bonoivu"].authority == "publisher"
