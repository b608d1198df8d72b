"""As a person sees it, in Debian's Chromium: from the login to a sentence, and a quarantined figure accepted."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Demo, Person, browser, running_demo
from selenium.webdriver.common.by import By

from pipeline.normalise import nfc
from pipeline.settings import Settings
from pipeline.stages import browsing

pytestmark = pytest.mark.ui
DOUBTED = "Điện Biên: PAPI 2024 rank 50"  # its page gives the province two ranks
RECORDED_WITHIN_SECONDS = 120


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with running_demo(tmp_path_factory.mktemp("demo")) as demo:
        yield demo


@pytest.fixture(scope="module")
def person(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """Logged in as ops. UI_SHOTS names a folder that keeps the screenshots."""
    shots = Path(os.environ.get("UI_SHOTS") or tmp_path_factory.mktemp("shots"))
    shots.mkdir(parents=True, exist_ok=True)
    with browser(shots) as person:
        person.log_in(demo)
        yield person


@pytest.mark.parametrize("path", ["/", "/pending", "/province/ca-mau", "/figure/ca-mau/PAPI/2024", "/page.css"])
def test_who_is_not_logged_in_sees_nothing(demo: Demo, path: str) -> None:
    assert demo.status(f"/parwatch{path}") == 401


def test_a_rank_leads_to_its_sentence_and_to_the_portal(demo: Demo, person: Person) -> None:
    person.click("a[aria-label=Ranks]")
    person.enter_page()
    person.click(".chips a", "PAPI")
    person.see("h1", "PAPI 2024")
    person.keep("page-board")
    row = person.see("tbody tr", "Cà Mau")
    row.find_element(By.CSS_SELECTOR, "a.rank").click()
    sentence = person.see("mark", "17/61")
    person.keep("page-figure")

    assert "Cà Mau" in sentence.text
    assert "camau/camau-" in person.see("dd code").text
    person.click("dd a")
    assert "Cà Mau tăng 38 bậc" in nfc(person.read_new_tab())  # that portal writes letters and tone marks apart


def test_a_province_has_its_history(demo: Demo, person: Person) -> None:
    person.open_page(demo, "/province/ca-mau")
    person.see("svg.history")
    person.keep("page-history")

    charts = person.driver.find_elements(By.CSS_SELECTOR, "svg.history")
    assert len(charts) == len(person.driver.find_elements(By.CSS_SELECTOR, ".charts h2"))
    assert person.see(".break text", "new method")


def test_a_quarantined_figure_is_accepted(demo: Demo, person: Person) -> None:
    person.open_page(demo, "/pending")
    person.see("h2", DOUBTED)
    person.click("a[target=_top]", "Required Actions")
    person.leave_page()
    person.click("a[href*=required_actions]", DOUBTED)
    person.see("input[name=element_reason]").send_keys("the sentence says 50/61")
    person.keep("page-accept")
    person.click("[data-testid=hitl-option-accept]")
    _await_decision(demo)

    person.open_page(demo, "/figure/dien-bien/PAPI/2024")
    assert "xếp thứ 50/61" in person.see("mark").text


def _await_decision(demo: Demo) -> None:
    """Until the published copy, which the page reads, no longer shows the figure as pending."""
    settings = Settings(home=demo.home)
    deadline = time.monotonic() + RECORDED_WITHIN_SECONDS
    while any(row["value"] == 50 and row["entity"] == "dien-bien" for row in browsing.pending(settings).rows.records()):
        assert time.monotonic() < deadline, "the decision did not arrive"
        time.sleep(1)
