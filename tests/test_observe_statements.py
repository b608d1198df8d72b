"""What texts state, read by a person first: tests/statements/*.txt.

A block is a text, and below it, indented, every ranking figure it states: index, entity, period, #rank/of or =score,
and changes with their base. The first line may name the portal's entity and the article's day: @yen-bai 2022-09-15.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from unicodedata import normalize

import pytest

from pipeline.model import Kind, Measure, Observation
from pipeline.normalise import nfc
from pipeline.observe import observe
from pipeline.reference import load_reference

FOLDER = Path(__file__).parent / "statements"


@dataclass(frozen=True)
class Example:
    name: str
    text: str
    own: str
    published: date | None
    stated: tuple[str, ...]


def _examples() -> list[Example]:
    return [
        _example(f"{path.stem}-{number}", block.splitlines())
        for path in sorted(FOLDER.glob("*.txt"))
        for number, block in enumerate(path.read_text(encoding="utf-8").split("\n\n"))
        if not block.startswith("#")
    ]


def _example(name: str, lines: list[str]) -> Example:
    own, published = "", None
    if lines[0].startswith("@"):
        own, _, day = lines.pop(0)[1:].partition(" ")
        published = date.fromisoformat(day) if day else None
    text = "\n".join(line for line in lines if not line.startswith("  "))
    return Example(name, text, own, published, tuple(sorted(line.strip() for line in lines if line.startswith("  "))))


EXAMPLES = _examples()


def said(one: Observation) -> str:
    level = ""
    if one.value is not None:
        level = f"={one.value.normalize():f}" if one.measure is Measure.SCORE else f"#{one.value}"
        level += f"/{one.rank_of}" if one.rank_of else ""
    changes = [f"{change.amount:+f}{'r' if change.unit == 'ranks' else ''}@{change.versus}" for change in one.changes]
    return " ".join(part for part in (one.subject, one.entity, str(one.period), level, *changes) if part)


def stated(example: Example, text: str) -> tuple[str, ...]:
    reading = observe(text, entity=example.own, published=example.published, reference=load_reference())
    return tuple(sorted(said(one) for one in reading.rankings if one.kind is Kind.STATED))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_a_text_states_these_figures_and_no_other(example: Example) -> None:
    assert stated(example, nfc(example.text)) == example.stated


@pytest.mark.parametrize("example", EXAMPLES[::5], ids=lambda example: example.name)
def test_spelling_changes_nothing(example: Example) -> None:
    old_tones = example.text.replace("òa", "oà").replace("óa", "oá").replace("ủy", "uỷ")

    assert stated(example, nfc(normalize("NFD", example.text))) == example.stated
    assert stated(example, nfc(old_tones)) == example.stated


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_a_receipt_is_the_text_at_its_place(example: Example) -> None:
    text = nfc(example.text)
    reading = observe(text, entity=example.own, published=example.published, reference=load_reference())

    assert all(text[one.start : one.end] == one.quote for one in (*reading.observations, *reading.refusals))
