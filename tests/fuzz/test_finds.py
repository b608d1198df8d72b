"""Every input that fuzzing once found to break something, replayed."""

from pathlib import Path

import pytest

from fuzz.targets import TARGETS

FINDS = sorted(Path(__file__).parent.glob("finds/*/*"))


@pytest.mark.parametrize("find", FINDS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_find_stays_mended(find: Path) -> None:
    TARGETS[find.parent.name].check(find.read_bytes())
