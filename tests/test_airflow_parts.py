"""Each part of Airflow killed in mid-round, as the kernel kills it: the round ends by itself soon after the restart."""

import logging
import os
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from demo.world.content import Block, Piece
from installation import Installation, furnished, within
from pipeline.errors import ParwatchError
from pipeline.settings import Settings
from pipeline.stages import showing

pytestmark = pytest.mark.endurance
log = logging.getLogger(__name__)
PARTS = ("scheduler", "api-server", "triggerer", "worker")
DONE_WITHIN_SECONDS = 120
SAYS = "Theo công bố, Chỉ số PCI năm {} của tỉnh Cà Mau xếp thứ {}/63 tỉnh, thành phố cả nước."


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """After its first round, with no look after itself that would stand in the way of a measurement."""
    with furnished(tmp_path_factory.mktemp("parts") / "home", 19_780, 19_700) as made, made.running():
        within(600, lambda: made.runs("send_alerts"), "no first round")
        made.rest()
        yield made


def publish(installation: Installation, number: int) -> tuple[str, str]:
    """An article on one more edition, on a portal that is watched; returns the edition and what it says."""
    edition, text = str(2015 + number), SAYS.format(2015 + number, 30 + number)
    installation.news.publish(
        Piece("camau", 995_000 + number, f"pci-{edition}", f"PCI {edition} của Cà Mau", date(2025, 5, 1 + number), 1,
              (Block("p", text), Block("p", "Tỉnh tiếp tục thực hiện các giải pháp cải thiện môi trường kinh doanh.")))
    )  # fmt: skip
    return edition, text


def is_published(home: Path, edition: str, text: str) -> bool:
    """The official table of the edition is held from the beginning: it is the sentence that must come."""
    try:
        claims = showing.why(Settings(home), "Cà Mau", "PCI", edition).records()
    except ParwatchError:
        return False
    return any(str(claim["quote"]) in text for claim in claims)


@pytest.mark.parametrize("part", PARTS)
def test_a_round_ends_by_itself_after_a_part_was_killed(installation: Installation, part: str) -> None:
    before = len(installation.runs("fetch_portals"))
    edition, text = publish(installation, PARTS.index(part))
    if part == "triggerer":  # before it has told the news that it saw
        installation.kill(part)
    else:
        within(120, lambda: len(installation.runs("fetch_portals")) > before, "no round began")
        installation.kill(part)
    began = time.monotonic()

    within(600, lambda: is_published(installation.home, edition, text), "the news did not come")
    within(600, lambda: not installation.running_now(), "something runs without end")

    seconds = time.monotonic() - began
    log.info("%s: the round had ended %.0f s after the kill; load average %.0f", part, seconds, os.getloadavg()[0])
    assert seconds < DONE_WITHIN_SECONDS
