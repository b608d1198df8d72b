"""What the command line shows: text from elsewhere is text, and never steers the terminal."""

import json
from collections.abc import Callable

import pytest

from pipeline.cli.output import complain, print_json, print_line, print_records, print_table

NASTY = "\x1b]0;title\x07\x1b[2J\x9b8m\r\x00"


@pytest.mark.parametrize(
    "show",
    [
        complain,
        print_json,
        print_line,
        lambda text: print_table(None, ["quote"], [[text]]),
        lambda text: print_table(None, ["quotes"], [[[text]]]),
        lambda text: print_records("receipt", ["quote"], [[text]]),
    ],
    ids=["error", "json", "line", "table", "list", "records"],
)
def test_no_control_character_reaches_the_terminal(
    show: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    show(f"hạng {NASTY} 21/63")

    printed = "".join(capsys.readouterr())
    assert not {letter for letter in printed if not letter.isprintable()} - {"\n"}
    assert "hạng" in printed


def test_json_says_what_it_was_given(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"quote": NASTY})

    assert json.loads(capsys.readouterr().out) == {"quote": NASTY}
