"""Portal files: those that come with parwatch, and every mistake a person can make in one, said in a line."""

import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

from pipeline.errors import PortalFileError
from pipeline.model import Portal
from pipeline.portals import load_portal, load_portals, owns
from pipeline.portals.entry import PortalEntry
from pipeline.reference import load_reference

SOUND = 'name = "mau"\nprovince = "Yên Bái"\nvalid_to = 2025-06-30\nhome = "https://mau.gov.vn/"\n'


def loaded(folder: Path, text: str) -> Portal:
    path = folder / "mau.toml"
    path.write_text(text, encoding="utf-8")
    return load_portal(path)


def test_every_province_of_today_is_watched_and_its_predecessors_have_their_hosts() -> None:
    provinces = load_reference().provinces.values()
    portals = load_portals()
    by_entity = {portal.entity: portal for portal in portals.values() if portal.authority == "province"}

    today = {one.id for one in provinces if one.valid_to is None}
    assert len(today) == 34
    assert all(by_entity[entity].watched for entity in today)
    names_of_today = {one.name for one in provinces if one.valid_to is None}
    gone = {one.id for one in provinces if str(one.valid_to) == "2025-06-30" and one.name not in names_of_today}
    assert len(gone) == 29
    assert all(not by_entity[entity].watched and by_entity[entity].valid_to for entity in gone)


def test_every_portal_says_what_of_it_was_seen() -> None:
    assert [
        one.name for one in load_portals().values() if not (one.attested or "").startswith(("seen: ", "guessed: "))
    ] == []


def test_yen_bai_is_as_it_was_read() -> None:
    portal = load_portals()["yenbai"]

    assert (portal.entity, portal.home, str(portal.valid_to)) == ("yen-bai", "https://yenbai.gov.vn/", "2025-06-30")


def test_a_file_needs_three_keys(tmp_path: Path) -> None:
    (tmp_path / "mau.toml").write_text('name = "mau"\nprovince = "Lào Cai"\nhome = "https://mau.gov.vn/"\n')

    portal = load_portals(tmp_path)["mau"]

    assert (portal.entity, portal.watched, portal.delay_seconds) == ("lao-cai~2025", True, 1.0)


def test_a_name_means_the_province_that_bore_it(tmp_path: Path) -> None:
    was = loaded(tmp_path, SOUND.replace("Yên Bái", "Lào Cai"))

    assert was.entity == "lao-cai"


def test_layouts_are_ordered_by_their_day(tmp_path: Path) -> None:
    layouts = (
        '[[layouts]]\nfrom = 2025-06-01\nbody = "b"\n[[layouts]]\nfrom = 2024-01-01\nbody = ":is(a, b)"\ndrop = ["c"]\n'
    )

    portal = loaded(tmp_path, SOUND + layouts)

    assert [one.body for one in portal.layouts] == [":is(a, b)", "b"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SOUND + 'artcle_links = "a"', "artcle_links: no such key; did you mean 'article_links'?"),
        (SOUND + "zzz = 1", "zzz: no such key; the keys are name, home"),
        (SOUND.replace("home", "hom"), "hom: no such key; did you mean 'home'?"),
        ('name = "mau"\nprovince = "Lào Cai"\n', "home: is missing; add it"),
        (SOUND + 'feeds = "https://a.vn/"', "feeds: 'https://a.vn/' does not fit"),
        (SOUND + 'delay_seconds = "soon"', "delay_seconds: 'soon' does not fit"),
        (SOUND + "look_seconds = [60, 30]", "look_seconds: [60, 30] is no range"),
        (SOUND + "delay_seconds = -1", "delay_seconds: -1.0 is not between 0 and 600"),
        (SOUND + "delay_seconds = nan", "delay_seconds: nan is not between 0 and 600"),
        (SOUND + "articles_per_week = [9, 3]", "articles_per_week: [9, 3] is no range"),
        (SOUND + 'listings = ["tin-tuc"]', "listings: 'tin-tuc' is no address"),
        (SOUND + 'listings = ["https://["]', "listings: 'https://[' is no address"),
        (SOUND + 'article_path = "("', "article_path: no regular expression"),
        (SOUND + 'extra_ca = "mau.toml"', "extra_ca: 'mau.toml' holds no certificates that can be read"),
        (SOUND + 'extra_ca = "chain.pem"', "extra_ca: no file 'chain.pem' beside it"),
        (SOUND + 'article_links = "h2 a, h3 a"', "write :is(a, b)"),
        (SOUND + '[[layouts]]\nfrom = 2024-01-01\nbody = "a"\ndrop = ["b, c"]', "layouts[1].drop: 'b, c'"),
        (SOUND + "[[layouts]]\nfrom = 2024-01-01\n", "layouts[1].body: is missing"),
        (SOUND + '[[layouts]]\nsince = 2024-01-01\nbody = "a"\n', "layouts[1].since: no such key"),
        (SOUND + '[[layouts]]\nfrom = "May"\nbody = "a"\n', "layouts[1].from: 'May' does not fit"),
        (SOUND.replace('"mau"', '"khac"'), "name: 'khac' is not the file's name"),
        (SOUND.replace("Yên Bái", "Yên Báy"), "did you mean 'Yên Bái'?"),
        (SOUND.replace("valid_to = 2025-06-30\n", ""), "'Yên Bái' stood until 2025-06-30; write valid_to"),
        (SOUND + 'entity = "yen-bai"', "only one of them"),
        (SOUND.replace("province", "entity"), "entity: 'Yên Bái' is unknown"),
        (SOUND + 'authority = "me"', "authority: 'me' does not fit"),
        ("name = ", "no TOML"),
        ("name = " + "[" * 5_000, "no TOML"),
    ],
)
def test_a_mistake_is_told_with_file_and_key(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(PortalFileError) as caught:
        loaded(tmp_path, text)

    assert said in str(caught.value)
    assert str(tmp_path / "mau.toml") in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_or_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(PortalFileError, match="no such folder"):
        load_portals(tmp_path / "none")
    (tmp_path / "mau.toml").write_bytes(b"name = '\xff'")
    with pytest.raises(PortalFileError, match="not UTF-8"):
        load_portals(tmp_path)


def test_a_portal_owns_its_hosts_and_no_others(tmp_path: Path) -> None:
    portal = loaded(tmp_path, SOUND + 'hosts = ["mau.vn"]\n')
    demo = replace(portal, home="http://127.0.0.1:8701/")

    assert all(
        owns(portal, f"{url}/a") for url in ("http://mau.gov.vn", "https://www.mau.gov.vn", "https://tin.mau.vn")
    )
    assert not any(
        owns(portal, url) for url in ("https://khac.vn/", "https://xmau.gov.vn/", "https://gov.vn/", "a", "")
    )
    assert owns(demo, "http://127.0.0.1:8701/a")
    assert not owns(demo, "http://127.0.0.1:8702/a")


def test_no_host_belongs_to_two_watched_portals() -> None:
    homes = [portal.home for portal in load_portals().values() if portal.watched]

    assert len(homes) == len(set(homes))


def test_contributing_names_every_key_of_a_portal_file() -> None:
    told = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")

    assert not [
        one.name
        for one in fields(PortalEntry)
        if not re.search(rf"`{one.name}`|^   {one.name} = |`\[\[{one.name}\]\]`", told, re.MULTILINE)
    ]
