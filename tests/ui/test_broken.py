"""Six things broken on purpose, as an ops person meets them: seen within a round, explained within two clicks, mended
by the runbook's line. UI_SHOTS names a folder for the pictures that docs/operations.md shows.
"""

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
import tomli_w
from browser import Demo, Person, browser

from demo.world.content import Block, Piece
from installation import Installation, furnished, within
from pipeline.extract.heads import VIETNAM
from pipeline.settings import Settings
from pipeline.stages import browsing

pytestmark = pytest.mark.ui
ROOT = Path(__file__).parents[2]
PORTAL = "yenbai"
DISK_BYTES = 8 * 1024**3
LEFT_BYTES = 300 * 1024**2
LOG = "[data-testid='virtualized-list']"
# What killed a task that had hardly begun is folded with what went before it.
FIRST_TRY = ("[data-testid='log-attempt-select-button-1']", "[data-testid='summary-Pre Execute']")


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Of its own, where this user may mount one: its size can be changed while it is used."""
    folder = tmp_path_factory.mktemp("disk")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "parwatch", str(folder)]
    is_mounted = subprocess.run(mount, check=False, capture_output=True).returncode == 0
    yield folder
    if is_mounted:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture(scope="module")
def broken(disk: Path) -> Iterator[Installation]:
    """After a first round, with nothing broken yet."""
    with furnished(disk / "home") as installation, installation.running():
        within(300, lambda: installation.runs("send_alerts"), "no first round")
        installation.rest()
        yield installation


@pytest.fixture(scope="module")
def person(broken: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    shots = Path(os.environ.get("UI_SHOTS") or tmp_path_factory.mktemp("shots"))
    shots.mkdir(parents=True, exist_ok=True)
    with browser(shots) as person:
        person.log_in(demo(broken))
        yield person


def demo(broken: Installation) -> Demo:
    return Demo(broken.airflow.home.url, broken.airflow.home.password, broken.home)


def command(broken: Installation, *words: str) -> str:
    """A line of the runbook, typed where the settings of this installation hold."""
    done = subprocess.run(
        [Path(sys.executable).with_name("parwatch"), *words],
        cwd=ROOT,
        env={**os.environ, **broken.environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return done.stdout + done.stderr


def health(broken: Installation) -> str:
    """The colour of Watch health after its next look."""
    broken.trigger("watch_health")
    return broken.runs("watch_health")[0].state


def reject_pending(broken: Installation) -> None:
    for row in browsing.pending(Settings(home=broken.home)).rows.records():
        key = str(row["observation"])
        command(broken, "review", key, "--decision", "reject", "--reason", "the page contradicts itself")


def test_a_portal(broken: Installation, person: Person) -> None:
    broken.news.redesign(PORTAL, "modern")
    broken.trigger("fetch_portals")
    assert health(broken) == "failed"

    person.open_page(demo(broken))
    person.click(".matters a", "portal(s)")
    person.see("td", "finds no body: add a layout")
    person.keep("broken-portal")

    assert "article_links" in command(broken, "portals", "check", PORTAL)
    file = broken.home / "portals" / f"{PORTAL}.toml"
    facts = tomllib.loads(file.read_text(encoding="utf-8"))
    facts["article_links"] = "a.card"
    facts["layouts"].append(
        {"from": datetime.now(VIETNAM).date(), "title": ".post-detail__title", "body": ".post-detail__body"}
    )
    file.write_text(tomli_w.dumps(facts), encoding="utf-8")
    command(broken, "run", "--portal", PORTAL)
    command(broken, "replay", "--portal", PORTAL, "--load", "--reason", "its new design")
    assert health(broken) == "success"


def test_a_check(broken: Installation, person: Person) -> None:
    said = "Chỉ số PAPI năm 2024 của tỉnh Cà Mau xếp thứ {}/61 tỉnh, thành phố."
    broken.news.publish(
        Piece("camau", 990_001, "hai-so", "PAPI 2024 của Cà Mau", date(2025, 4, 19), 1,
              (Block("p", said.format(17)), Block("p", "Theo báo cáo khác, " + said.format(44))))
    )  # fmt: skip
    within(600, lambda: any(run.state == "failed" for run in broken.runs("check_figures")), "the check is not red")
    broken.rest()
    assert health(broken) == "failed"

    person.leave_page()
    person.driver.get(f"{demo(broken).url}/dags/check_figures")
    person.click("a[data-testid$='-two_values_in_one_page'][data-testid^='grid-']")
    person.see(LOG, "What to do")
    person.keep("broken-check")

    person.driver.get(f"{demo(broken).url}/dags/watch_health")
    person.click("a[data-testid$='-all_well'][data-testid^='grid-']")
    person.see(LOG, "check red: two_values_in_one_page (ops): figures wait for a person")
    person.keep("broken-health")

    reject_pending(broken)
    assert health(broken) == "success"


def test_the_webhook(broken: Installation, person: Person) -> None:
    broken.receiver.fails_next = 1_000_000
    broken.news.edition = 2
    within(600, lambda: any(run.state == "failed" for run in broken.runs("send_alerts")), "sending is not red")
    broken.rest()
    assert health(broken) == "failed"

    person.open_page(demo(broken))
    person.click(".matters a", "message(s)")
    person.see(".undelivered dd", "503")
    person.keep("broken-webhook")

    broken.receiver.fails_next = 0
    assert "delivered" in command(broken, "alert", "test", "newsroom")
    broken.trigger("send_alerts")
    assert broken.runs("send_alerts")[0].state == "success"
    reject_pending(broken)  # the new edition's page that contradicts itself
    assert health(broken) == "success"


def test_the_warehouse_file(broken: Installation, person: Person) -> None:
    with (broken.home / "state" / "warehouse.duckdb").open("r+b") as file:
        file.write(bytes(8192))
    broken.trigger("fetch_portals")
    assert broken.runs("build_figures")[0].state == "failed"

    person.leave_page()
    person.driver.get(f"{demo(broken).url}/dags/build_figures")
    person.click("a[data-testid$='-build'][data-testid^='grid-']")
    person.see(LOG, "rebuild")
    person.keep("broken-warehouse")

    with broken.stopped():
        assert "the tables are new and published" in command(broken, "rebuild")
        assert "0 flaw(s)" in command(broken, "verify")
    broken.trigger("fetch_portals")
    assert broken.runs("build_figures")[0].state == "success"
    assert health(broken) == "success"


def test_the_disk(broken: Installation, disk: Path, person: Person) -> None:
    if not disk.is_mount():
        pytest.skip("this user may not mount a disk of its own")
    resize(disk, shutil.disk_usage(disk).used + LEFT_BYTES)
    assert health(broken) == "failed"

    person.open_page(demo(broken))
    person.see(".matters", "of space are left")
    person.keep("broken-disk")

    resize(disk, DISK_BYTES)
    broken.trigger("fetch_portals")
    assert health(broken) == "success"


def test_a_worker(broken: Installation, person: Person) -> None:
    """The process that runs a task, as the kernel kills it when memory is short."""
    broken.start("housekeeping")
    broken.kill_task("dag_id=housekeeping/", "task_id=tidy/")
    broken.rest()
    assert broken.runs("housekeeping")[0].state == "success"

    person.leave_page()
    person.driver.get(f"{demo(broken).url}/dags/housekeeping")
    person.click("a[data-testid$='-tidy'][data-testid^='grid-']")
    person.see(LOG, "Returned value")  # of the second try, which is chosen once its log has come
    person.point_away()
    person.click_until(FIRST_TRY, LOG, "SIGKILL")
    person.keep("broken-worker")


def resize(disk: Path, size: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", str(disk)], check=True)
