"""The archive: every outcome with its bytes, sound or said to be damaged; nothing lost by a kill at any point."""

import gzip
import io
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline import archive
from pipeline.errors import ArchiveError, StorageError
from pipeline.model import Exchange, FetchRecord, KnownPage, Outcome, Snapshot
from pipeline.settings import Settings

NOW = datetime(2022, 9, 15, 3, 0, tzinfo=UTC)
BODY = "Yên Bái xếp thứ 21/63 về cải cách hành chính.".encode() * 50
HASH = sha256(BODY).hexdigest()
URL = "https://yenbai.gov.vn/tin?id=1&tên=á"
HEAD = b'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\nETag: "a"\r\n\r\n'
GOT = Exchange(b"GET /tin HTTP/1.1\r\nHost: yenbai.gov.vn\r\n\r\n", HEAD, gzip.compress(BODY), "203.0.113.9")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


def outcome(kind: Outcome = Outcome.OK, **facts: object) -> FetchRecord:
    given: dict[str, object] = {"status": 200, "body_sha256": HASH, "body_bytes": len(BODY)} | facts
    return FetchRecord("", "", "yenbai", URL, "article", kind, None, NOW, URL, **given)  # type: ignore[arg-type]


def snapshot(**facts: object) -> Snapshot:
    given: dict[str, object] = {"url": URL, "body": BODY, "sha256": HASH} | facts
    return Snapshot("yenbai", fetched_at=NOW, status=200, content_type="text/html", etag='"a"', **given)  # type: ignore[arg-type]


def held(record: FetchRecord) -> KnownPage:
    where = {"archive_file": record.archive_file, "archive_offset": record.archive_offset}
    return KnownPage("yenbai", URL, "article", NOW, NOW, Outcome.OK, 0, NOW, HASH, '"a"', None, **where)  # type: ignore[arg-type]


def test_what_was_kept_is_read_back_as_it_was(settings: Settings) -> None:
    canonical = snapshot(url="https://yenbai.gov.vn/tin/1")
    with archive.BatchWriter(settings, "yenbai", NOW) as batch:
        page = batch.add(outcome(published=date(2022, 9, 15), title="Tựa"), canonical, GOT, notes=("https://a.vn/",))
        unchanged = Exchange(GOT.request_head, b"HTTP/1.1 304 Not Modified\r\n\r\n", b"", GOT.address)
        same = batch.add(outcome(Outcome.NOT_MODIFIED, status=304), None, unchanged, held(page))
        lost = batch.add(outcome(Outcome.TIMEOUT, status=None, body_sha256=None))
    path = settings.archive / batch.archive_file

    assert list(archive.read_batch(settings, path)) == [(page, canonical), (same, None), (lost, None)]
    assert list(archive.read_records(settings, path)) == [page, same, lost]
    assert archive.read_snapshot(settings, page.archive_file or "", page.archive_offset or 0) == canonical
    assert (lost.archive_file, lost.archive_offset) == (None, None)
    assert archive.read_header(path).batch == batch.batch
    assert archive.pending(settings) == [path]


def test_every_record_has_a_digest_that_others_find_right(settings: Settings) -> None:
    cut = Exchange(GOT.request_head, HEAD, GOT.payload[:40], GOT.address, truncated="disconnect")
    with archive.BatchWriter(settings, "yenbai", NOW) as batch:
        page = batch.add(outcome(title="Tựa"), snapshot(), GOT, notes=("https://a.vn/",))
        batch.add(outcome(Outcome.NOT_MODIFIED), None, GOT, held(page))
        batch.add(
            outcome(Outcome.NOT_MODIFIED, status=304),
            None,
            Exchange(b"GET / HTTP/1.1\r\n\r\n", HEAD, b"", "::1"),
            held(page),
        )
        batch.add(outcome(Outcome.TRUNCATED), None, cut)
        batch.add(outcome(Outcome.TIMEOUT, status=None, body_sha256=None))
        batch.add_page(snapshot())

    with (settings.archive / batch.archive_file).open("rb") as file:
        seen = Counter()
        for record in ArchiveIterator(file, check_digests="raise"):
            record.content_stream().read()
            assert record.rec_headers.get_header("WARC-Block-Digest")
            seen[record.rec_type] += 1
    assert seen == {"warcinfo": 1, "response": 2, "request": 4, "revisit": 2, "resource": 1, "metadata": 6}


def test_a_saved_page_is_kept_like_a_fetched_one(settings: Settings) -> None:
    with archive.BatchWriter(settings, "yenbai", NOW) as batch:
        record = batch.add_page(snapshot(), date(2022, 9, 15))

    [(read, page)] = archive.read_batch(settings, settings.archive / batch.archive_file)

    assert (read, read.purpose, page and page.body) == (record, "file", BODY)


def test_an_unchanged_page_costs_a_reference_and_not_its_bytes(settings: Settings) -> None:
    big = Exchange(GOT.request_head, HEAD, gzip.compress(bytes(range(256)) * 4000, 0), GOT.address)
    with archive.BatchWriter(settings, "yenbai", NOW) as batch:
        batch.add(outcome(Outcome.NOT_MODIFIED), None, big, held(outcome()))

    assert (settings.archive / batch.archive_file).stat().st_size < 4000


def test_a_cut_body_is_marked_as_such(settings: Settings) -> None:
    cut = Exchange(GOT.request_head, HEAD, GOT.payload[:20], GOT.address, "disconnect")
    with archive.BatchWriter(settings, "yenbai", NOW) as batch:
        record = batch.add(outcome(Outcome.TRUNCATED, body_sha256=None), None, cut)
    path = settings.archive / batch.archive_file

    assert b"WARC-Truncated: disconnect" in gzip.decompress(path.read_bytes())
    assert list(archive.read_batch(settings, path)) == [(record, None)]


def test_a_batch_leaves_the_inbox_when_it_is_done(settings: Settings) -> None:
    with archive.BatchWriter(settings, "yenbai", NOW) as batch:
        batch.add(outcome(Outcome.MISSING))

    archive.done(settings, batch.batch)
    archive.done(settings, batch.batch)

    assert archive.pending(settings) == []
    assert archive.batches(settings, "yenbai") == [settings.archive / batch.archive_file]


def test_a_batch_of_nothing_leaves_nothing(settings: Settings) -> None:
    with archive.BatchWriter(settings, "yenbai", NOW):
        pass

    assert [path for path in settings.home.rglob("*") if path.is_file()] == []


def test_only_loaded_rounds_without_a_page_are_ever_forgotten(settings: Settings) -> None:
    names = {}
    for name, record, is_loaded in [
        ("page", outcome(), True),
        ("nothing", outcome(Outcome.NOT_MODIFIED, body_sha256=None), True),
        ("waiting", outcome(Outcome.TIMEOUT, body_sha256=None), False),
    ]:
        with archive.BatchWriter(settings, "yenbai", NOW) as batch:
            batch.add(record, snapshot() if name == "page" else None, GOT if name == "page" else None)
        names[name] = batch.batch
        if is_loaded:
            archive.done(settings, batch.batch)

    assert archive.thin(settings, NOW) == ()
    assert archive.thin(settings, NOW + timedelta(days=1)) == (names["nothing"],)
    assert len(archive.batches(settings)) == 2


def test_an_error_in_the_middle_keeps_what_was_had(settings: Settings) -> None:
    batch = archive.BatchWriter(settings, "yenbai", NOW)

    def broken_off() -> None:
        with batch:
            batch.add(outcome(), snapshot(), GOT)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert len(list(archive.read_batch(settings, settings.archive / batch.archive_file))) == 1


def test_a_batch_written_behind_is_in_order_and_a_full_disk_is_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        archive.Scribe() as scribe,
        archive.BatchWriter(settings, "yenbai", NOW) as writer,
        archive.BatchBehind(writer, scribe) as batch,
    ):
        for number in range(40):
            batch.add(outcome(title=str(number)), snapshot(), GOT, None, ())
        scribe.wait()
        monkeypatch.setattr(writer, "_file", Full(writer._file))
        batch.add(outcome(title="lost"), snapshot(), GOT, None, ())
        scribe.wait()
        with pytest.raises(StorageError, match="free space"):
            batch.add(outcome(title="never"), snapshot(), GOT, None, ())
        monkeypatch.undo()
        batch._fault = None  # seen

    kept = archive.read_records(settings, settings.archive / batch.archive_file)
    assert [record.title for record in kept] == [str(number) for number in range(40)]


class Full:
    """A file on a full disk."""

    def __init__(self, file: io.BufferedWriter) -> None:
        self.tell = file.tell

    def write(self, data: bytes) -> int:
        raise OSError(28, "No space left on device")


def test_an_open_batch_is_nobodys_to_read_and_nobodys_to_take_up(settings: Settings) -> None:
    with archive.BatchWriter(settings, "yenbai", NOW) as batch:
        batch.add(outcome(), snapshot(), GOT)

        assert archive.pending(settings) == archive.batches(settings) == []
        assert archive.salvage(settings, "yenbai") == []

    assert len(archive.pending(settings)) == 1


def test_a_kill_at_any_byte_loses_only_what_was_not_whole(settings: Settings) -> None:
    with archive.BatchWriter(settings, "yenbai", NOW) as batch:
        for _ in range(3):
            batch.add(outcome(), snapshot(), GOT)
    path = settings.archive / batch.archive_file
    whole, counts = path.read_bytes(), []
    for cut in [*range(0, len(whole), 97), len(whole)]:
        path.unlink(missing_ok=True)
        archive.done(settings, batch.batch)
        path.with_name(path.name + ".open").write_bytes(whole[:cut])

        archive.salvage(settings, "yenbai")
        counts.append(len(list(archive.read_batch(settings, path))) if path.exists() else 0)
        assert archive.pending(settings) == ([path] if counts[-1] else [])
        assert list(path.parent.glob("*.open")) == []

    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (0, 3)


def test_a_marker_without_its_file_is_not_pending(settings: Settings) -> None:
    """A kill between the marker and the file's last name."""
    settings.inbox.mkdir(parents=True)
    (settings.inbox / "yenbai-20220915T030000Z-abcdef").write_text("yenbai/yenbai-20220915T030000Z-abcdef.warc.gz")

    assert archive.pending(settings) == []


@pytest.mark.parametrize("damage", ["cut", "other", "none"])
def test_a_damaged_file_is_told_and_never_read_as_sound(settings: Settings, damage: str) -> None:
    with archive.BatchWriter(settings, "yenbai", NOW) as batch:
        record = batch.add(outcome(body_sha256="0" * 64 if damage == "other" else HASH), snapshot(), GOT)
    path = settings.archive / batch.archive_file
    if damage == "cut":
        path.write_bytes(path.read_bytes()[: (record.archive_offset or 0) + 300])
        assert list(archive.read_records(settings, path)) == []
    elif damage == "other":
        with pytest.raises(ArchiveError, match="do not match their hash"):
            list(archive.read_batch(settings, path))
    else:
        path.write_bytes(b"no archive at all")
        with pytest.raises(ArchiveError, match="no WARC archive"):
            list(archive.read_batch(settings, path))


def test_a_file_that_cannot_be_written_is_a_storage_error(settings: Settings) -> None:
    settings.archive.write_text("a file where a folder should be")

    with pytest.raises(StorageError, match="free space or mend permissions"), archive.BatchWriter(settings, "a", NOW):
        pass


@pytest.mark.parametrize("is_zipped", [True, False])
def test_a_warc_of_others_is_read(tmp_path: Path, is_zipped: bool) -> None:
    """As a news crawl makes it: chunked and zipped answers, pictures, errors, repeats."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=is_zipped)
    chunked = b"%x\r\n" % len(GOT.payload) + GOT.payload + b"\r\n0\r\n\r\n"
    coded = [("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"), ("Content-Type", "text/html")]
    for status, headers, body in (
        ("200 OK", coded, chunked),
        ("200 OK", [("Content-Type", "image/png")], b"\x89PNG"),
        ("404 Not Found", [("Content-Type", "text/html")], b"none"),
    ):
        http = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
        facts = {"WARC-Date": "2022-09-15T03:00:00Z"}
        record = writer.create_warc_record(
            URL, "response", io.BytesIO(body), http_headers=http, warc_headers_dict=facts
        )
        writer.write_record(record)
    path = tmp_path / "news.warc"
    path.write_bytes(stream.getvalue())

    [page] = archive.read_foreign(path, "yenbai")

    assert (page.body, page.sha256, page.portal, page.fetched_at) == (BODY, HASH, "yenbai", NOW)
