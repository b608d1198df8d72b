"""A running demo, and a person before a browser who sees, clicks and types, and waits for what must come."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from selenium.common.exceptions import StaleElementReferenceException, TimeoutException
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

ROOT = Path(__file__).parents[2]
READY = re.compile(r"Airflow\s+(http://\S+)\s+user ops")
READY_WITHIN_SECONDS = 600  # a minute on two idle cores
SEEN_WITHIN_SECONDS = 90
CLICK_AGAIN_AFTER_SECONDS = 5
OPTIONS = ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1280,900", "--lang=en")


@dataclass(frozen=True)
class Demo:
    url: str
    password: str
    home: Path

    def status(self, path: str) -> int:
        """What somebody without a login gets."""
        try:
            with urlopen(self.url + path, timeout=SEEN_WITHIN_SECONDS) as answer:
                return int(answer.status)
        except HTTPError as error:
            return error.code


class Person:
    def __init__(self, driver: Chrome, shots: Path) -> None:
        self.driver = driver
        self._shots = shots

    def log_in(self, demo: Demo) -> None:
        self.driver.get(demo.url)
        self.see("input[name=username]").send_keys("ops")
        self.see("input[name=password]").send_keys(demo.password)
        self.click("button[type=submit]")
        self.see("a[aria-label=Ranks]")

    def open_page(self, demo: Demo, path: str = "/") -> None:
        """Our page in its frame, by the address that Airflow gives it."""
        self.leave_page()
        self.driver.get(f"{demo.url}/plugin/parwatch/parwatch{path}")
        self.enter_page()

    def enter_page(self) -> None:
        self.driver.switch_to.frame(self.see("iframe"))
        self.see("h1")

    def leave_page(self) -> None:
        self.driver.switch_to.default_content()

    def see(self, css: str, text: str = "") -> WebElement:
        """The first visible element that holds the text."""

        return self._await(lambda: self._seen(css, text), css, text)

    def click_until(self, buttons: Sequence[str], css: str, text: str) -> None:
        """Click those buttons that are there until the text is: a page drawn anew meanwhile forgets a click."""

        def clicked() -> WebElement | None:
            found = self._seen(css, text)
            for button in () if found else filter(None, [self._seen(each) for each in buttons]):
                button.click()
            return found

        self._await(clicked, css, text, CLICK_AGAIN_AFTER_SECONDS)

    def click(self, css: str, text: str = "") -> None:
        self.see(css, text).click()

    def _seen(self, css: str, text: str = "") -> WebElement | None:
        elements = self.driver.find_elements(By.CSS_SELECTOR, css)
        return next((each for each in elements if each.is_displayed() and text in each.text), None)

    def _await(self, look: Callable[[], WebElement | None], css: str, text: str, pause: float = 0.5) -> WebElement:
        wait = WebDriverWait(self.driver, SEEN_WITHIN_SECONDS, pause, [StaleElementReferenceException])
        try:
            return wait.until(lambda _: look())
        except TimeoutException as error:
            there = [each.text for each in self.driver.find_elements(By.CSS_SELECTOR, css)]
            raise AssertionError(f"nowhere {css} with {text!r}, but {there or 'nothing'}") from error

    def read_new_tab(self) -> str:
        """What the tab shows that has just been opened; it is closed again."""
        first = self.driver.current_window_handle
        WebDriverWait(self.driver, SEEN_WITHIN_SECONDS).until(lambda driver: len(driver.window_handles) == 2)
        self.driver.switch_to.window(self.driver.window_handles[-1])
        text = self.see("body").text
        self.driver.close()
        self.driver.switch_to.window(first)
        return text

    def point_away(self) -> None:
        """Airflow shows something over the place where the mouse rests, and over what stands below it."""
        self.driver.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": 1, "y": 1})
        time.sleep(0.5)

    def keep(self, name: str) -> None:
        self.point_away()
        self.driver.save_screenshot(str(self._shots / f"{name}.png"))


@contextmanager
def running_demo(folder: Path, port: int = 8880, world_port: int = 8801) -> Iterator[Demo]:
    """`make run` in a home of its own, from the moment when it invites people in."""
    log = folder / "demo.log"
    ports = ("--port", str(port), "--world-port", str(world_port))
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "demo", "--home", str(folder / "home"), *ports],
            cwd=ROOT,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        url = _await(log, process)
        passwords = json.loads((folder / "home/airflow/passwords.json").read_text(encoding="utf-8"))
        yield Demo(url, passwords["ops"], folder / "home")
    finally:
        process.terminate()
        process.wait(timeout=60)


@contextmanager
def browser(shots: Path) -> Iterator[Person]:
    options = ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for each in OPTIONS:
        options.add_argument(each)
    driver = Chrome(options, ChromeService("/usr/bin/chromedriver"))
    try:
        yield Person(driver, shots)
    finally:
        driver.quit()


def _await(log: Path, process: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if found := READY.search(log.read_text(encoding="utf-8")):
            return found[1]
        time.sleep(0.5)
    raise RuntimeError(f"the demo did not come up: {log.read_text(encoding='utf-8')[-2000:]}")
