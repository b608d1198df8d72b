"""Charts of ranks: what is joined, what is broken, and that text from outside stays text."""

from xml.etree import ElementTree

from pipeline.page.chart import Break, Line, Place, history_chart

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*places: Place, name: str = "Yên Bái", breaks: tuple[Break, ...] = ()) -> ElementTree.Element:
    return ElementTree.fromstring(history_chart("PAR INDEX", [Line(name, places)], breaks))


def test_rank_1_is_on_top_and_time_runs_to_the_right() -> None:
    chart = drawn(Place("2020", 24, 63, follows=False), Place("2021", 1, 63, follows=True))
    first, last = chart.iter(SVG + "circle")

    assert float(first.get("cx", 0)) < float(last.get("cx", 0))
    assert float(first.get("cy", 0)) > float(last.get("cy", 0))


def test_only_what_can_be_compared_is_joined() -> None:
    chart = drawn(
        Place("2016", 30, 63, follows=False), Place("2017", 31, 63, follows=True), Place("2018", 5, 63, follows=False)
    )

    assert len(list(chart.iter(SVG + "path"))) == 1


def test_a_break_stands_between_its_periods_and_says_why() -> None:
    chart = drawn(
        Place("2017", 31, 63, follows=False),
        Place("2018", 5, 63, follows=False),
        breaks=(Break("2017", "2018", "new method"),),
    )
    dots = [float(each.get("cx", 0)) for each in chart.iter(SVG + "circle")]
    found = next(each for each in chart.iter(SVG + "g") if each.get("class") == "break")

    assert "new method" in "".join(found.itertext())
    assert dots[0] < float(found[0].get("x1", 0)) < dots[1]


def test_months_and_days_have_their_place_in_a_year() -> None:
    chart = drawn(
        Place("2022", 9, 63, follows=False), Place("2022-09", 8, 63, follows=False), Place("2023", 7, 63, follows=False)
    )
    first, second, third = (float(each.get("cx", 0)) for each in chart.iter(SVG + "circle"))

    assert second - first > third - second


def test_a_name_from_outside_stays_text() -> None:
    chart = drawn(Place("2021", 3, 63, follows=False, href='"><script>x</script>'), name="<b>&")

    assert "<b>&, 2021: 3/63" in "".join(chart.itertext())
    assert next(chart.iter(SVG + "a")).get("href") == '"><script>x</script>'


def test_nothing_held_draws_nothing() -> None:
    assert history_chart("PCI", []) == ""
