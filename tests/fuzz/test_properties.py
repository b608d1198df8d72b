"""A few inputs of each fuzzing target at every run of the tests; `make fuzz` tries millions."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.shorten import shorten
from fuzz.strategies import edited_seeds, of_pieces
from fuzz.targets import TARGETS

FEW = settings(
    derandomize=True, max_examples=8, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)


@pytest.mark.parametrize("name", TARGETS)
def test_edited_seeds_keep_every_property(name: str) -> None:
    @FEW
    @given(edited_seeds(TARGETS[name]))
    def check(data: bytes) -> None:
        TARGETS[name].check(data)

    check()


@settings(FEW, max_examples=120)
@given(of_pieces())
def test_pieces_in_any_order_are_read_with_exact_receipts(text: str) -> None:
    TARGETS["observe"].check(text.encode())


@settings(FEW, max_examples=40)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    TARGETS["observe"].check(text.encode("utf-8", "replace"))


def test_a_find_is_shortened_to_what_causes_it() -> None:
    assert shorten(b"some 7 words and 42 more", lambda data: b"7" in data and b"42" in data) == b"742"
