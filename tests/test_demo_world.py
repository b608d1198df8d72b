"""The demo world: every page stands, editions differ as told, figures are those of the official tables."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from demo.world import Site, World, load_sites, serve
from demo.world.pages import answer
from pipeline.portals import load_portals

SITES = load_sites()


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
