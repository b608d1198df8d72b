"""A sender killed anywhere between composing and recording: nothing is lost, and a repeat carries the same key."""

import random
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.model import Alert
from pipeline.warehouse.access import inspect, writer
from pipeline.warehouse.outbox import save_alerts
from receivers import webhook
from samples import CHANGE
from sending import send, sender
from test_delivery import MONDAY
from warehouse_world import ready_settings

FAST = '[[subscription]]\nname = "desk"\nchannel = "desk"\nper_minute = 10000\n'
KILLS = 50
CALM = 2  # senders that are not killed, at first (the second shows how long one takes) and at last


@pytest.mark.endurance  # tests/crash/test_dangerous_points.py is what `make test` has time for
def test_a_killed_sender_loses_nothing_and_repeats_only_under_the_same_key(tmp_path: Path) -> None:
    path = tmp_path / "subscriptions.toml"
    path.write_text(FAST, encoding="utf-8")
    chance = random.Random(7)
    names = [f"tỉnh {n} của {kill}" for kill in range(KILLS + CALM) for n in range(3)]
    with webhook() as receiver:
        settings = replace(ready_settings(tmp_path), subscriptions=path, channels={"desk": receiver.address})
        seconds = 1.0
        for kill in range(KILLS + CALM):
            with writer(settings) as warehouse:
                facts = [replace(CHANGE, entity=each, entity_name=each) for each in names[kill * 3 :][:3]]
                save_alerts(
                    warehouse, [Alert(each.entity, each.reason, "wake", change=each) for each in facts], "test", MONDAY
                )
            started = time.monotonic()
            process = sender(settings)
            if kill >= CALM:
                process.join(chance.uniform(0, seconds))
                process.kill()
            process.join()
            seconds = seconds if kill >= CALM else time.monotonic() - started
        for _ in range(CALM):  # what a killed sender left, then what gathered meanwhile
            send(settings)

        held = defaultdict(set)
        for key, text in receiver.taken:
            held[key].add(text)
        assert all(len(texts) == 1 for texts in held.values())
        with inspect(settings) as warehouse:
            assert warehouse.count("SELECT count(*) FROM undelivered_message") == 0
            assert warehouse.count("SELECT count(*) FROM core.delivery WHERE outcome = 'delivered'") == len(held)
            composed = warehouse.execute("SELECT message, unnest(alerts) FROM core.message")
        assert sorted(name for _, name in composed) == sorted(names)
        assert {key for key, _ in composed} == held.keys()
