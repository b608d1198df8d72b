"""How well figures were read: labelled and read entries in, precision, recall and every difference out. Pure.

Entries have the shape of `corpus.py`. Each printed number is one fact; an ambiguous label neither helps nor hurts.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.normalise import fold

Entry = Mapping[str, Any]
Fact = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """`misses` and `extras` are (text id, fact) in the order of the texts."""

    name: str
    right: int
    given: int
    labelled: int
    misses: tuple[tuple[str, Fact], ...]
    extras: tuple[tuple[str, Fact], ...]

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean; 0 where nothing was read right."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`bare_texts` hold no labelled ranking; `false_alarms` are those of them that were given one."""

    rankings: Score
    any_period: Score
    counters: Score
    bare_texts: int
    false_alarms: tuple[str, ...]


def evaluate(labelled: Mapping[str, Entry], read: Mapping[str, Entry]) -> Evaluation:
    """Compare what was read with the labels, text by text; a text that was not read gave nothing."""
    bare = [key for key, text in labelled.items() if not text["rankings"]]
    return Evaluation(
        rankings=_score("rankings, strict", labelled, read, "rankings", _ranking_facts),
        any_period=_score("rankings, any period", labelled, read, "rankings", _undated_facts),
        counters=_score("counters", labelled, read, "counters", _counter_facts),
        bare_texts=len(bare),
        false_alarms=tuple(key for key in bare if read.get(key, {}).get("rankings")),
    )


def _score(
    name: str,
    labelled: Mapping[str, Entry],
    read: Mapping[str, Entry],
    kind: str,
    facts: Callable[[Entry], Iterator[Fact]],
) -> Score:
    right = given = sure_facts = 0
    misses: list[tuple[str, Fact]] = []
    extras: list[tuple[str, Fact]] = []
    for key, text in labelled.items():
        sure = {fact for entry in text[kind] if not entry.get("ambiguous") for fact in facts(entry)}
        unsure = {fact for entry in text[kind] if entry.get("ambiguous") for fact in facts(entry)} - sure
        got = {fact for entry in read.get(key, {}).get(kind) or () for fact in facts(entry)} - unsure
        right, given, sure_facts = right + len(got & sure), given + len(got), sure_facts + len(sure)
        misses += [(key, fact) for fact in sorted(sure - got, key=str)]
        extras += [(key, fact) for fact in sorted(got - sure, key=str)]
    return Score(name, right, given, sure_facts, tuple(misses), tuple(extras))


def _ranking_facts(entry: Entry) -> Iterator[Fact]:
    """(indicator, entity, period, what, number) of every number an entry prints."""
    key = (entry["indicator"], _name(entry["entity"]), entry.get("period"))
    for change in (entry.get("change"), *(entry.get("more_changes") or ())):
        for field in ("ranks", "value"):
            if change and change.get(field) is not None:
                yield (*key, f"change_{field}", _number(change[field]))
    for field in ("rank", "rank_of", "value"):
        if entry.get(field) is not None:
            yield (*key, field, _number(entry[field]))


def _undated_facts(entry: Entry) -> Iterator[Fact]:
    for indicator, entity, _, what, number in _ranking_facts(entry):
        yield indicator, entity, what, number


def _counter_facts(entry: Entry) -> Iterator[Fact]:
    """(number, kind): names of counters are ours, so only what kind of number it is must agree."""
    unit = entry.get("unit") or ""
    kind = next((kind for kind in ("percent", "VND") if unit.startswith(kind)), "count")
    if entry.get("value") is not None:
        yield _number(entry["value"]), kind


def _name(printed: str | None) -> str:
    return "".join(letter for letter in fold(printed or "") if letter.isalnum())


def _number(value: Any) -> float:
    return round(float(value), 4)
