"""The most dangerous points for a kill, one after the other on one home; the endurance tests try all the others."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

from crash.child import Forge, Order, forge
from crash.compare import State, differences, state
from page_world import keep
from pipeline.settings import Settings
from pipeline.stages import building, checking
from warehouse_world import ready_settings

PORTAL = """name = "yenbai"
province = "Yên Bái"
home = "https://yenbai.example/"
owner = "north-desk"
valid_to = 2025-06-30
watched = false
"""
SENTENCE = "Chỉ số cải cách hành chính (PAR INDEX) năm 2020 của tỉnh Yên Bái xếp thứ 21/63 tỉnh, thành phố."
NEWS = [("yenbai", "b", date(2021, 5, 26), SENTENCE + "\nCác huyện báo cáo kế hoạch khắc phục.")]
# Each is past what the one before it left, so that every process is killed there and the last one ends. Kills while
# messages are on their way: test_delivery_kills.py.
KILLS = (
    (("parwatch", "run"), "quarantine: warehouse.settle.settle COMMIT"),  # loaded and judged; no reader sees it
    (("publish",), "publish: warehouse.publish._point symlink"),  # a new copy that no reader is pointed to
)


def calm_state(home: Path, settings: Settings) -> State:
    shutil.copytree(settings.home, home)
    calm = replace(settings, home=home)
    building.build(calm)
    checking.run_checks(calm)
    checking.settle(calm)
    checking.publish(calm)
    return state(calm)


def killed_at_each(runner: Forge, order: Order) -> list[int]:
    killed = [runner.run(replace(order, arguments=step, kill_at=point)) for step, point in KILLS]
    return [*killed, runner.run(order)]


def test_a_round_killed_at_its_most_dangerous_points_ends_as_a_calm_one(tmp_path: Path) -> None:
    settings = ready_settings(tmp_path / "home", small=True)
    assert settings.portals_folder
    (settings.portals_folder / "yenbai.toml").write_text(PORTAL, encoding="utf-8")
    keep(settings, NEWS)
    calm = calm_state(tmp_path / "calm", settings)
    environment = {"PARWATCH_HOME": str(settings.home), "PARWATCH_PORTALS": str(settings.portals_folder)}
    order = Order(("publish",), environment, str(tmp_path / "log"))

    with forge() as runner:
        codes = killed_at_each(runner, order)

    assert codes == [*(-9 for _ in KILLS), 0], (tmp_path / "log").read_text(encoding="utf-8")
    assert differences(calm, state(settings)) == []
