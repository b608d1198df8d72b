"""A channel's address is a secret: after a delivery that failed it stands in no table, file, log or error."""

import gzip
import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from demo.airflow_home import prepare
from pipeline.errors import DeliveryError, SettingsError
from pipeline.messages import Worded
from pipeline.model import Alert
from pipeline.notify import open_channel, send
from pipeline.settings import Settings
from pipeline.stages import alerting
from pipeline.warehouse.access import inspect, writer
from pipeline.warehouse.outbox import save_alerts
from receivers import webhook
from samples import CHANGE
from test_delivery import MONDAY
from warehouse_world import ready_settings

TOKEN = "hook-7f3a9c2e5b"
PASSWORD = "mat-khau-91b4d7"


def texts(settings: Settings) -> Iterator[str]:
    """Every file of a home, unpacked, and every cell of its tables."""
    for path in settings.home.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            yield (gzip.decompress(data) if path.name.endswith(".gz") else data).decode("latin-1")
    with inspect(settings) as warehouse:
        tables = warehouse.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'core'")
        for (name,) in tables:
            yield str(warehouse.query(f"FROM core.{name}").rows)


@contextmanager
def logged() -> Iterator[StringIO]:
    """What reaches the log of a process that logs everything."""
    written, root = StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(written), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield written
    finally:
        root.setLevel(level)
        root.removeHandler(handler)


def test_no_secret_of_a_channel_is_kept_logged_or_told(tmp_path: Path) -> None:
    with webhook() as receiver, logged() as log:
        address = receiver.address.replace("json://", f"json://post:{PASSWORD}@") + f"/{TOKEN}"
        settings = replace(ready_settings(tmp_path), channels={"desk": address})
        receiver.moods = ["broken"] * 9
        with writer(settings) as warehouse:
            save_alerts(warehouse, [Alert("key", CHANGE.reason, "wake", change=CHANGE)], "test", MONDAY)
        alerting.compose_due(settings, now=MONDAY)
        report = alerting.deliver(settings, clock=lambda: MONDAY, sleep=lambda _: None)
        with pytest.raises(DeliveryError) as error:
            alerting.confirm(settings)
        told = "\n".join([*texts(settings), log.getvalue(), str(error.value)])

    assert report.failed == 1
    assert "failed" in told
    assert not [secret for secret in (TOKEN, PASSWORD, str(receiver.address)) if secret in told]
    assert TOKEN not in repr(settings)


def test_a_channel_that_cannot_be_reached_does_not_show_its_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        channel = open_channel("desk", f"json://127.0.0.1:{closed.getsockname()[1]}/{TOKEN}")

    with logged() as log, pytest.raises(DeliveryError) as error:
        send(channel, Worded("news", "text"), "key")

    assert TOKEN not in str(error.value) + log.getvalue()


def test_an_address_that_cannot_be_used_is_refused_without_being_shown(tmp_path: Path) -> None:
    settings = replace(ready_settings(tmp_path), channels={"desk": f"nonsense://{TOKEN}"})

    with pytest.raises(SettingsError) as error:
        alerting.compose_due(settings)

    assert TOKEN not in str(error.value)


def test_airflows_secrets_lie_in_closed_files_and_are_not_named_to_others(tmp_path: Path) -> None:
    home = prepare(tmp_path, 8080, {})

    files = {path.name: path for path in home.folder.iterdir()}
    assert {"fernet_key", "api_secret", "jwt_secret", "passwords.json"} <= files.keys()
    assert {path.stat().st_mode & 0o077 for path in files.values() if path.is_file()} == {0}
    assert home.folder.stat().st_mode & 0o077 == 0
    assert home.password not in home.environment.values()
