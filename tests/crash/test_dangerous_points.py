"""The most dangerous points for a kill, one after the other on one home; the endurance tests try all the others."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

from crash.child import Forge, Order, forge
from crash.compare import State, differences, state
from page_world import keep, run_round
from pipeline.settings import Settings
from pipeline.stages import alerting, building, checking
from receivers import Webhook, webhook
from warehouse_world import ready_settings

PORTAL = """name = "yenbai"
province = "Yên Bái"
home = "https://yenbai.example/"
owner = "north-desk"
valid_to = 2025-06-30
watched = false
"""
SENTENCE = "Chỉ số cải cách hành chính (PAR INDEX) năm {} của tỉnh Yên Bái xếp thứ {}/63 tỉnh, thành phố."
EARLIER = [("yenbai", "a", date(2020, 5, 26), SENTENCE.format(2019, 24))]
NEWS = [("yenbai", "b", date(2021, 5, 26), SENTENCE.format(2020, 21) + "\nCác huyện báo cáo kế hoạch khắc phục.")]
# Each is past what the one before it left, so that every process is killed there and the last one ends.
POINTS = (
    ("load: stages.building._build_one COMMIT", 1),  # loaded, but still in the inbox
    ("quarantine: warehouse.settle.settle COMMIT", 1),  # the alert is noted; nobody was told
    ("publish: warehouse.publish._point symlink", 1),  # a new copy that no reader is pointed to
    ("deliver: notify.send sendall", 2),  # on its way: perhaps taken, not noted
)


def calm_state(home: Path, settings: Settings) -> State:
    shutil.copytree(settings.home, home)
    calm = replace(settings, home=home)
    building.build(calm)
    checking.run_checks(calm)
    checking.settle(calm)
    checking.publish(calm)
    alerting.compose_due(calm)
    alerting.deliver(calm)
    alerting.confirm(calm)
    return state(calm)


def environment(settings: Settings, receiver: Webhook) -> dict[str, str]:
    return {
        "PARWATCH_HOME": str(settings.home),
        "PARWATCH_PORTALS": str(settings.portals_folder),
        "PARWATCH_CHANNEL_DESK": receiver.address,
    }


def killed_at_each(runner: Forge, order: Order) -> list[int]:
    killed = [runner.run(replace(order, kill_at=point, nth=nth)) for point, nth in POINTS]
    return [*killed, runner.run(order)]


def test_a_round_killed_at_its_most_dangerous_points_ends_as_a_calm_one(tmp_path: Path) -> None:
    with webhook() as receiver, forge() as runner:
        settings = ready_settings(tmp_path / "home", small=True)
        settings = replace(settings, channels={"desk": receiver.address})
        assert settings.portals_folder
        (settings.portals_folder / "yenbai.toml").write_text(PORTAL, encoding="utf-8")
        run_round(settings, EARLIER)
        checking.publish(settings)
        keep(settings, NEWS)
        calm = calm_state(tmp_path / "calm", settings)
        told = list(receiver.taken)
        order = Order(("parwatch", "run"), environment(settings, receiver), str(tmp_path / "log"))

        codes = killed_at_each(runner, order)

        assert codes == [*(-9 for _ in POINTS), 0], (tmp_path / "log").read_text(encoding="utf-8")
        assert differences(calm, state(settings)) == []
        assert len(told) == 1
        assert set(receiver.taken) == set(told)
        assert len(receiver.taken) <= 3  # calm, and at most once again under its key
