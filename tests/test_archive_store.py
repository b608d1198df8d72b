"""The archive in an object store: the same batches as in a folder; a crash between two steps does no harm."""

import http.server
import os
import shutil
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from deploy.into_store import send
from pipeline import archive
from pipeline.errors import ArchiveError, SettingsError, StorageError
from pipeline.model import Outcome
from pipeline.settings import ObjectStore, Settings, load_settings
from tests.test_archive import GOT, NOW, outcome, snapshot


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", archive_url=f"file://{tmp_path}/store")


def one_batch(settings: Settings, pages: int = 1) -> archive.BatchWriter:
    with archive.BatchWriter(settings, "yenbai", NOW) as batch:
        for _ in range(pages):
            batch.add(outcome(), snapshot(), GOT)
    return batch


def files(settings: Settings) -> list[Path]:
    return [path for path in settings.home.rglob("*") if path.is_file()]


def test_a_batch_lies_in_the_store_alone_and_is_read_from_there(settings: Settings) -> None:
    batch = one_batch(settings, pages=2)

    [path] = archive.pending(settings)
    [(first, page), (second, _)] = archive.read_batch(settings, path)
    assert files(settings) == []
    assert archive.read_header(path).batch == batch.batch
    assert (page, archive.batches(settings, "yenbai"), archive.batches(settings, "caobang")) == (snapshot(), [path], [])
    assert archive.read_snapshot(settings, second.archive_file or "", second.archive_offset or 0) == snapshot()
    assert [record.id for record in archive.read_records(settings, path)] == [first.id, second.id]


def test_a_loaded_batch_leaves_the_inbox_and_stays_in_the_store(settings: Settings) -> None:
    batch = one_batch(settings)

    archive.done(settings, batch.batch)
    archive.done(settings, batch.batch)

    assert (archive.pending(settings), len(archive.batches(settings))) == ([], 1)


@pytest.mark.parametrize("blocked", ["archive", "inbox"])
def test_what_the_store_does_not_take_is_handed_over_by_the_next_round(settings: Settings, blocked: str) -> None:
    store = Path(settings.archive_url.removeprefix("file://"))
    store.mkdir()
    (store / blocked).write_text("a file where a folder should be")
    with pytest.raises(StorageError, match="PARWATCH_S3"):
        one_batch(settings)
    (store / blocked).unlink()

    saved = archive.salvage(settings, "yenbai")

    [path] = archive.pending(settings)
    assert saved == [archive.read_header(path).batch]
    assert len(list(archive.read_batch(settings, path))) == 1
    assert files(settings) == []


def test_an_archive_that_was_a_folder_is_sent_into_the_store_once(settings: Settings) -> None:
    batch = one_batch(replace(settings, archive_url=""))

    sent = send(settings), send(settings)
    shutil.rmtree(settings.home)

    [path] = archive.pending(settings)
    [(_, page)] = archive.read_batch(settings, path)
    assert sent == (1, 0)
    assert (archive.read_header(path).batch, page) == (batch.batch, snapshot())


def test_a_kill_before_the_local_file_goes_doubles_nothing(settings: Settings, tmp_path: Path) -> None:
    batch = one_batch(settings)
    whole = (tmp_path / "store" / "archive" / batch.archive_file).read_bytes()
    (settings.archive / f"{batch.archive_file}.open").write_bytes(whole)

    archive.salvage(settings, "yenbai")

    assert [archive.read_header(path).batch for path in archive.batches(settings)] == [batch.batch]
    assert files(settings) == []


def test_a_round_without_a_page_is_forgotten_in_the_store_too(settings: Settings) -> None:
    with archive.BatchWriter(settings, "yenbai", NOW) as batch:
        batch.add(outcome(Outcome.NOT_MODIFIED, body_sha256=None))
    archive.done(settings, batch.batch)
    one_batch(settings)

    assert archive.thin(settings, NOW + timedelta(days=1)) == (batch.batch,)
    assert len(archive.batches(settings)) == 1


def test_a_file_that_the_store_has_lost_is_told(settings: Settings, tmp_path: Path) -> None:
    batch = one_batch(settings)
    (tmp_path / "store" / "archive" / batch.archive_file).unlink()

    with pytest.raises(ArchiveError, match="cannot be read"):
        list(archive.read_batch(settings, settings.archive / batch.archive_file))


class _Forgetful(http.server.BaseHTTPRequestHandler):
    """A store that takes everything and gives other bytes back."""

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("ETag", '"a"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        self.send_response(200)
        for name, value in (
            ("Content-Length", "5"),
            ("ETag", '"a"'),
            ("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b"other")

    def log_message(self, *_: object) -> None:
        pass


def test_a_store_that_gives_other_bytes_back_is_not_believed(tmp_path: Path) -> None:
    with http.server.HTTPServer(("127.0.0.1", 0), _Forgetful) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        who = ObjectStore(f"http://127.0.0.1:{server.server_port}", key_id="a key", secret="a secret")
        settings = Settings(home=tmp_path, archive_url="s3://pages", objects=who)

        with pytest.raises(StorageError, match="other bytes came back") as caught:
            one_batch(settings)
        server.shutdown()

    assert "secret" not in f"{caught.value} {settings}"
    assert [path.suffix for path in files(settings)] == [".open"]


def test_an_archive_elsewhere_than_in_a_store_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARWATCH_ARCHIVE_URL", "ftp://pages")

    with pytest.raises(SettingsError, match="PARWATCH_ARCHIVE_URL: begins with none of"):
        load_settings()


@pytest.fixture
def moto(tmp_path: Path) -> Iterator[str]:
    """The address of a server that speaks S3."""
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"]
    with (tmp_path / "moto.log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        yield _address(tmp_path / "moto.log")
    finally:
        server.terminate()
        server.wait(10)


def _address(log: Path) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for line in log.read_text().splitlines():
            if "Running on http://" in line:
                return line.rpartition("Running on ")[2].strip()
        time.sleep(0.1)
    raise TimeoutError(log.read_text())


@pytest.mark.endurance
def test_a_batch_in_s3_is_read_whole_and_in_part(moto: str, tmp_path: Path) -> None:
    urllib.request.urlopen(urllib.request.Request(f"{moto}/pages", method="PUT"))
    settings = Settings(
        home=tmp_path / "home",
        archive_url="s3://pages/parwatch",
        objects=ObjectStore(moto, key_id="a", secret="b"),
    )

    batch = one_batch(settings, pages=400)

    [path] = archive.pending(settings)
    records = [record for record, _ in archive.read_batch(settings, path)]
    last = archive.read_snapshot(settings, records[-1].archive_file or "", records[-1].archive_offset or 0)
    archive.done(settings, batch.batch)
    assert (len(records), last, archive.pending(settings)) == (400, snapshot(), [])
