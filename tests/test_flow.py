"""The whole way from saved pages to a message at a loopback webhook, through the real stages and a real file."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from demo.receiver import Receiver, listen
from pipeline.errors import DeliveryError, SettingsError
from pipeline.settings import Settings
from pipeline.stages import alerting, browsing, replaying, showing, verifying
from pipeline.stages.rounds import RoundReport, run_ingest
from pipeline.warehouse.access import inspect, reader
from warehouse_world import with_warehouse

BODY = """Sở Nội vụ vừa thông tin về kết quả đo lường năm {year} của tỉnh.
Chỉ số cải cách hành chính (PAR INDEX) năm {year} của tỉnh Yên Bái xếp thứ {rank}/63 tỉnh, thành phố.
Lãnh đạo tỉnh yêu cầu các sở, ngành tiếp tục rà soát từng tiêu chí còn bị trừ điểm, phân công rõ người chịu trách nhiệm.
Các huyện, thị xã báo cáo kế hoạch khắc phục trước khi kết thúc quý và công khai trên trang thông tin của mình.
"""


@dataclass(frozen=True)
class Told:
    """A home in which two editions were told, the second three times: again, as a copy, and by a replay."""

    settings: Settings
    webhook: Receiver
    folder: Path
    rounds: tuple[RoundReport, ...]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    folder = tmp_path_factory.mktemp("flow")
    with listen() as webhook:
        settings = Settings(home=folder / "home", channels={"desk": webhook.channels["PARWATCH_CHANNEL_OPS"]})
        rounds = (
            tell(settings, page(folder, "first", 2019, 24), 2019),
            tell(settings, page(folder, "second", 2020, 21), 2020),
            tell(settings, page(folder, "second", 2020, 21), 2020),
            tell(settings, page(folder, "copy", 2020, 21, "(Theo Cổng thông tin) - "), 2020, "baoyenbai", day=27),
        )
        replaying.replay(settings, compare_only=False, reason="a test of replay")
        yield Told(settings, webhook, folder, rounds)


def page(folder: Path, name: str, year: int, rank: int, lead: str = "") -> Path:
    path = folder / f"{name}.txt"
    path.write_text(lead + BODY.format(year=year, rank=rank), encoding="utf-8")
    return path


def tell(settings: Settings, path: Path, year: int, portal: str = "yenbai", day: int = 26) -> RoundReport:
    return run_ingest(settings, portal, [path], date(year + 1, 5, day), None)


def test_a_rank_change_is_told_once(told: Told) -> None:
    messages = told.webhook.received

    assert [message.title for message in messages] == ["PAR INDEX 2020: Yên Bái 24 → 21, lên 3 bậc / up 3"]
    assert "xếp thứ 21/63" in messages[0].body
    assert messages[0].key is not None


def test_readers_see_that_an_alert_has_arrived(told: Told) -> None:
    rows = browsing.told(told.settings).rows.records()

    assert [[(each["subscription"], each["outcome"]) for each in row["deliveries"]] for row in rows] == [
        [("desk", "delivered")]
    ]


def test_only_what_surpasses_what_readers_held_is_an_alert(told: Told) -> None:
    assert [each.settled.alerts for each in told.rounds] == [0, 1, 0, 0]


def test_a_page_given_twice_changes_nothing(told: Told) -> None:
    assert (told.rounds[2].built.articles, told.rounds[2].built.already_held) == (0, 1)
    assert told.rounds[2].published == told.rounds[1].published


def test_the_board_shows_the_move_and_the_copy_as_no_second_source(told: Told) -> None:
    rows = showing.board(told.settings, "par index", "2020").records()

    assert [(row["rank"], row["places_up"], row["sources"]) for row in rows if row["province"] == "Yên Bái"] == [
        (21, 3, 1)
    ]


def test_why_gives_the_sentence_and_explain_the_story(told: Told) -> None:
    why = showing.why(told.settings, "yên bái", "PAR INDEX", "2020").records()
    own = showing.explain(told.settings, (told.folder / "second.txt").as_uri())
    copy = showing.explain(told.settings, (told.folder / "copy.txt").as_uri())

    said = "Chỉ số cải cách hành chính (PAR INDEX) năm 2020 của tỉnh Yên Bái xếp thứ 21/63"
    assert {row["quote"] for row in why if row["kind"] == "stated"} == {said}
    assert own.verdict == "read as an article: 1 figure(s) accepted, 0 wait for a person, 0 rejected"
    assert copy.verdict.startswith("a copy of ")


def test_every_quote_is_cut_again_and_one_wrong_byte_is_found(told: Told, tmp_path: Path) -> None:
    shutil.copytree(told.settings.home, tmp_path / "home", symlinks=True)
    damaged = replace(told.settings, home=tmp_path / "home")
    archived = min(damaged.archive.rglob("*.warc.gz"))
    data = bytearray(archived.read_bytes())
    data[len(data) // 2] ^= 1
    archived.write_bytes(data)

    sound, unsound = verifying.verify(told.settings), verifying.verify(damaged)

    assert (sound.quotes, sound.flaws) == (3, ())
    assert len(unsound.flaws) == 1


def test_rebuilding_from_the_archive_gives_the_same_figures(told: Told) -> None:
    sql = "SELECT * FROM core.observation ORDER BY observation"
    with reader(told.settings) as published:
        before = published.query(sql)

    batches = replaying.rebuild(told.settings)

    with reader(told.settings) as published:
        after = published.query(sql)
    assert batches == 3
    assert after == before


def test_a_webhook_that_is_down_loses_nothing_and_shows_no_address(tmp_path: Path) -> None:
    with listen() as webhook:
        channels = {"desk": webhook.channels["PARWATCH_CHANNEL_OPS"]}
        settings = with_warehouse(Settings(home=tmp_path / "home", channels=channels))
        webhook.fails_next = 1
        tell(settings, page(tmp_path, "first", 2019, 30), 2019)
        down = tell(settings, page(tmp_path, "second", 2020, 24), 2020)
        with pytest.raises(DeliveryError, match="undelivered"):
            alerting.confirm(settings)
        resting = alerting.deliver(settings)
        later = alerting.deliver(settings, clock=lambda: datetime.now(UTC) + timedelta(hours=1))
        alerting.confirm(settings)

        with inspect(settings) as warehouse:
            attempts = [
                str(row) for row in warehouse.execute("SELECT outcome, detail FROM core.delivery ORDER BY attempt")
            ]
        assert down.undelivered is not None
        assert (resting.delivered, later.delivered) == (0, 1)
        assert [message.title[:14] for message in webhook.received] == ["PAR INDEX 2020"]
        assert ["failed" in attempts[0], "delivered" in attempts[1]] == [True, True]
        assert not any(str(webhook.port) in attempt for attempt in attempts)


def test_a_channel_that_is_none_is_refused_before_anything_is_composed(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, channels={"desk": "nonsense"})

    with pytest.raises(SettingsError, match="channel desk: its address is none that Apprise knows"):
        alerting.compose_due(settings)


def test_replaying_thirty_days_twice_tells_nothing_new(told: Told) -> None:
    def kept() -> list[tuple[object, ...]]:
        with inspect(told.settings) as warehouse:
            return warehouse.execute("SELECT alert, batch FROM core.alert ORDER BY alert")

    before, messages = kept(), len(told.webhook.received)
    today = datetime.now(UTC).date()
    reports = [
        replaying.replay(
            told.settings,
            since=(today - timedelta(days=30)).isoformat(),
            until=today.isoformat(),
            compare_only=False,
            reason="a test of replay",
        )
        for _ in range(2)
    ]
    composed = alerting.compose_due(told.settings)
    alerting.deliver(told.settings)

    assert [each.loaded for each in reports] == [True, True]
    assert kept() == before
    assert (composed, len(told.webhook.received)) == (0, messages)
