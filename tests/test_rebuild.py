"""Tables made anew from the archive have every row of the first rounds, in whatever order its files are listed."""

import os
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from page_world import address, keep, run_round
from pipeline import archive, reference
from pipeline.settings import Settings
from pipeline.stages import checking, replaying, reviewing, showing
from pipeline.warehouse.access import inspect
from pipeline.warehouse.again import rounds
from pipeline.warehouse.hashes import hashes
from warehouse_world import with_warehouse

PORTALS = reference.FOLDER.parent / "portals"
MISPRINT = address("thainguyen", "g")
CORRECTIONS = f"""subject,entity,period,measure,url,expect,value,reason,decided_by,decided_on
PAPI,thai-nguyen,2022,score,{MISPRINT},34.54,43.54,two digits swapped,An,2023-06-01
"""
TEXTS = {
    "a": """Năm 2020, tỉnh Yên Bái xếp thứ 16/63 tỉnh, thành phố về Chỉ số SIPAS.
Bộ phận một cửa của các huyện đã thay bàn ghế mới và gắn thêm máy lấy số cho người già.""",
    "b": """Hội nghị sơ kết của Thái Nguyên diễn ra sáng nay tại hội trường lớn với gần hai trăm đại biểu.
Chỉ số SIPAS năm 2020 của tỉnh Thái Nguyên xếp thứ 12/63 tỉnh, thành phố.""",
    "c": """Chỉ số SIPAS năm 2021 của tỉnh Yên Bái xếp thứ 14/63, đạt 89,24%.
Lãnh đạo tỉnh cảm ơn những cán bộ đã ở lại trực ngày nghỉ để trả hồ sơ đất đai tồn đọng từ mùa mưa.""",
    "c again": """Chỉ số SIPAS năm 2021 của tỉnh Yên Bái xếp thứ 15/63, đạt 89,24%.
Lãnh đạo tỉnh cảm ơn những cán bộ đã ở lại trực ngày nghỉ để trả hồ sơ đất đai tồn đọng từ mùa mưa.""",
    "d": """(Theo Cổng thông tin) - Chỉ số SIPAS năm 2021 của tỉnh Yên Bái xếp thứ 14/63, đạt 89,24%.
Lãnh đạo tỉnh cảm ơn những cán bộ đã ở lại trực ngày nghỉ để trả hồ sơ đất đai tồn đọng từ mùa mưa.""",
    "e": """Theo số liệu mới, Chỉ số PAPI năm 2023 của tỉnh Yên Bái xếp thứ 17/63 tỉnh, thành phố.
Cổng góp ý của tỉnh mở thêm kênh điện thoại, mỗi cuộc gọi được ghi lại và trả lời trong ba ngày.""",
    "f": """Đoàn kiểm tra ghi nhận nhiều xã vẫn để giấy tờ cũ trên bảng niêm yết.
Chỉ số PAPI năm 2022 của tỉnh Yên Bái xếp thứ 36/61 tỉnh, thành phố được xếp hạng.""",
    "g": """Chỉ số PAPI năm 2022 của tỉnh Thái Nguyên đạt 34,54 điểm.
Đại học vùng giúp các phường dạy người bán hàng ở chợ cách nộp hồ sơ qua mạng vào tối thứ bảy.""",
}
# What each round brings: portal, page, day. One page comes twice, changed; d is a copy of c; e is of an index year
# that nobody can know yet; g has a misprint that we list.
ROUNDS = (
    (("yenbai", "a", date(2021, 6, 1)), ("thainguyen", "b", date(2021, 6, 2))),
    (("yenbai", "c", date(2022, 6, 1)), ("yenbai", "e", date(2022, 6, 1)), ("baoyenbai", "d", date(2022, 6, 2))),
    (("yenbai", "c again", date(2022, 6, 3)), ("yenbai", "f", date(2023, 5, 2)), ("thainguyen", "g", date(2023, 5, 2))),
)
ROUND_TIMES = (("a", 7, 5), ("b", 7, 55), ("c", 8, 1))


@dataclass(frozen=True)
class Held:
    """A home with a copy, a revision, a reviewed figure and a corrected one; and its hashes."""

    settings: Settings
    hashes: dict[str, str]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    folder = tmp_path_factory.mktemp("rebuild")
    settings = with_warehouse(Settings(home=folder / "home", portals_folder=PORTALS))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reference, "FOLDER", corrected_facts(folder))
        for pages in ROUNDS:
            run_round(settings, [(portal, name[0], day, TEXTS[name]) for portal, name, day in pages])
            decide(settings)
        checking.publish(settings)
        yield Held(settings, table_hashes(settings))


def corrected_facts(folder: Path) -> Path:
    """With our correction, and the official figures of the two provinces of which the pages speak."""
    facts = Path(shutil.copytree(reference.FOLDER, folder / "reference"))
    (facts / "corrections.csv").write_text(CORRECTIONS, encoding="utf-8")
    official = facts / "official_figures.csv"
    head, *rows = official.read_text(encoding="utf-8").splitlines()
    ours = [row for row in rows if ",yen-bai," in row or ",thai-nguyen," in row]
    official.write_text("\n".join([head, *ours]), encoding="utf-8")
    return facts


def decide(settings: Settings) -> None:
    for row in reviewing.pending(settings).records():
        reviewing.decide(settings, str(row["observation"]), "reject", "nobody can know that yet", "An")


def table_hashes(settings: Settings) -> dict[str, str]:
    with inspect(settings) as warehouse:
        return hashes(warehouse)


def test_a_rebuild_gives_every_row_of_the_first_rounds(held: Held) -> None:
    sql = "SELECT batch, settled_at FROM core.batch"
    with inspect(held.settings) as warehouse:
        judged = dict(warehouse.execute(sql))

    keep(held.settings, [("yenbai", "h", date(2023, 6, 1), TEXTS["a"])])  # news of which nobody was told yet
    waiting = archive.pending(held.settings)

    assert replaying.rebuild(held.settings) == 7

    assert archive.pending(held.settings) == waiting
    assert len(waiting) == 1
    assert table_hashes(held.settings) == held.hashes
    with inspect(held.settings) as warehouse:
        assert dict(warehouse.execute(sql)) == judged


def test_the_order_in_which_files_are_listed_does_not_matter(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the archive and the published copy, which holds what people decided: the warehouse opens, but is cut off."""
    listed = archive.batches(held.settings)
    random.Random(6).shuffle(listed)
    monkeypatch.setattr(archive, "batches", lambda _: listed)
    os.truncate(held.settings.warehouse, held.settings.warehouse.stat().st_size // 2)

    replaying.rebuild(held.settings)

    assert table_hashes(held.settings) == held.hashes


def test_decisions_and_corrections_outlive_a_rebuild(held: Held) -> None:
    with inspect(held.settings) as warehouse:
        rejected = warehouse.execute("SELECT url, period FROM figure_receipt WHERE status = 'rejected'")
    why = showing.why(held.settings, "Thái Nguyên", "PAPI", "2022").records()

    assert rejected == [(address("yenbai", "e"), "2023")]
    assert [(row["value"], row["printed_value"], row["correction"]) for row in why if row["url"] == MISPRINT] == [
        (Decimal("43.54"), Decimal("34.54"), "two digits swapped")
    ]


def test_batches_are_judged_together_as_they_were_first_and_else_by_the_hour() -> None:
    began = {name: datetime(2025, 1, 1, hour, minute, tzinfo=UTC) for name, hour, minute in ROUND_TIMES}
    late = datetime(2025, 1, 2, tzinfo=UTC)

    assert [one.batches for one in rounds(began, {})] == [("a", "b"), ("c",)]
    assert [one.batches for one in rounds(began, {"a": late, "c": late})] == [("b",), ("a", "c")]
