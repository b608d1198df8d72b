"""The facts we stand on: names by day, units that came out of others, editions that compare."""

from datetime import date

import pytest

from pipeline.observe.words import Kind
from pipeline.reference import load_reference

REFERENCE = load_reference()
SUCCESSION = date(2025, 7, 1)


@pytest.mark.parametrize(
    ("name", "on", "entity"),
    [
        ("Lào Cai", date(2023, 12, 31), "lao-cai"),
        ("Lào Cai", SUCCESSION, "lao-cai~2025"),
        ("TP.HCM", date(2024, 1, 1), "ho-chi-minh"),
        ("daklak", date(2024, 1, 1), "dak-lak"),
        ("Huế", date(2024, 12, 31), "thua-thien-hue"),
        ("Huế", date(2025, 1, 1), "hue"),
        ("Hà Tây", date(2007, 1, 1), "ha-tay"),
    ],
)
def test_a_name_means_the_unit_that_stood_that_day(name: str, on: date, entity: str) -> None:
    province = REFERENCE.province(name, on)

    assert province is not None
    assert province.id == entity


def test_a_name_nobody_bore_that_day_means_nobody() -> None:
    assert REFERENCE.province("Yên Bái", SUCCESSION) is None
    assert REFERENCE.province("Tỉnh Mẫu", None) is None


@pytest.mark.parametrize(
    ("entity", "on", "stands"),
    [
        ("yen-bai", date(2023, 1, 1), "yen-bai"),
        ("yen-bai", SUCCESSION, "lao-cai~2025"),
        ("lao-cai~2025", date(2023, 1, 1), "lao-cai"),
        ("bo-noi-vu", SUCCESSION, "bo-noi-vu"),
    ],
)
def test_a_portal_speaks_for_the_unit_of_the_day(entity: str, on: date, stands: str) -> None:
    assert REFERENCE.standing(entity, on) == stands


def test_every_entity_has_a_name_to_print() -> None:
    assert REFERENCE.entity_name("yen-bai") == "Yên Bái"
    assert REFERENCE.entity_name("ho-chi-minh") == "Thành phố Hồ Chí Minh"
    assert REFERENCE.entity_name("bo-khoa-hoc") == "Bộ Khoa học và Công nghệ"
    assert REFERENCE.entity_name("viet-nam") == "Việt Nam"
    with pytest.raises(KeyError):
        REFERENCE.entity_name("tinh-mau")


def test_sixty_three_provinces_became_thirty_four() -> None:
    def standing(on: date) -> int:
        return sum(province.stood(on) for province in REFERENCE.provinces.values())

    assert standing(date(2024, 6, 1)) == 63
    assert standing(SUCCESSION) == 34


def test_an_edition_belongs_to_one_series_and_says_where_it_was_read() -> None:
    for indicator in REFERENCE.indicators.values():
        assert indicator.scale_min < indicator.scale_max
        assert indicator.plausible_min < indicator.scale_max
        assert indicator.source.startswith("http")
        assert all(edition.series and edition.source.startswith("http") for edition in indicator.editions)


def test_a_method_break_starts_a_new_series() -> None:
    papi = {edition.period: edition for edition in REFERENCE.indicators["PAPI"].editions}

    assert papi["2017"].series != papi["2018"].series
    assert papi["2018"].series == papi["2024"].series
    assert papi["2021"].rank_of == 60


def test_every_word_has_a_class_the_grammar_knows() -> None:
    assert {row["word_class"] for row in REFERENCE.words} <= set(Kind)
    assert all(row["value"] for row in REFERENCE.words if row["word_class"] in {"first", "nth", "to"})


def test_no_phrase_is_listed_twice() -> None:
    phrases = [row["phrase"].casefold() for row in REFERENCE.words]

    assert len(phrases) == len(set(phrases))
