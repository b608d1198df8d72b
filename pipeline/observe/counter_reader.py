"""One sentence's counters: phrases in, drafts of counters and refused numbers out. Pure, linear time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.model import Change, Measure
from pipeline.observe import growth
from pipeline.observe.counter_names import Counter, CounterNames
from pipeline.observe.counter_naming import Naming
from pipeline.observe.counter_words import (
    AFTER_TARGET,
    BODIES,
    DAILY,
    NO_COUNT,
    OWNERS,
    PLACES,
    TARGET,
    YEARLY,
    YEARLY_BEHIND,
)
from pipeline.observe.marks import Sentence
from pipeline.observe.meant import Before, Meant
from pipeline.observe.phrases import Phrase, phrases
from pipeline.observe.scope import FAR, Scope
from pipeline.observe.tokens import Number, NumberKind
from pipeline.reference import COUNTRY


@dataclass(slots=True)
class Draft:
    """A counter found in a sentence; changes printed after it are added to it."""

    meant: Meant
    name: str
    unit: str
    entity: tuple[str, str | None]
    start: int
    end: int
    tail_end: int  # how far the words go that still tell of this number
    whole: Decimal | None = None  # what the number is part of, where the words tell and no fraction is printed
    changes: list[Change] = field(default_factory=list)


class CounterReader:
    """Reads one sentence from left to right. `carried` is the counter that the sentence before ended with."""

    def __init__(
        self,
        low: str,
        sentence: Sentence,
        scope: Scope,
        names: CounterNames,
        taken: frozenset[int],
        carried: Counter | None,
    ) -> None:
        self._low, self._scope, self._names, self._taken = low, scope, names, taken
        self._begin, end = sentence.marks[0].start, sentence.marks[-1].end
        self._phrases = phrases(low, sentence, names, taken)
        self._naming = Naming(low, self._begin, end, scope, names)
        self._target = -1
        self._follows = False  # the phrase before this one gave the last draft
        self._after_place = False
        self._goes_on = False  # this phrase added to the last draft: a share behind it is still that one's
        self._changes: list[tuple[Phrase, re.Match[str]]] = []  # printed before their figure
        self._nameless: list[Phrase] = []  # of a list that may say its noun at the end
        self.carried = carried
        self.drafts: list[Draft] = []

    def read(self, *, is_plan: bool) -> Iterator[tuple[str, Number]]:
        """Fill `drafts`; yield every other quantity with the reason it is no counter.

        `is_plan` tells that the sentence stands in a list of targets.
        """
        if not self._phrases:
            return
        target = TARGET.search(self._low, self._begin, self._phrases[-1].number.start)
        self._target = self._begin if is_plan else target.end() if target else -1
        self._naming.leads(self._phrases[0])
        refused: dict[Number, str] = {}
        for phrase in self._phrases:
            count = len(self.drafts)
            reason = None if phrase.number.start in self._taken else self._read(phrase)
            if reason:
                refused[phrase.number] = reason
            self._follows, self._goes_on = len(self.drafts) > count or self._goes_on, False
            self._after_place = phrase.noun is not None and phrase.noun.key in PLACES
            self._nameless = [*self._nameless, phrase] if reason == "no_noun" else []
        drafted = {draft.meant.number for draft in self.drafts}
        refused |= {phrase.number: "change_without_level" for phrase, _ in self._changes}
        yield from ((reason, number) for number, reason in refused.items() if number not in drafted)

    def _read(self, phrase: Phrase) -> str | None:
        """Draft a counter, or say why this number is none."""
        number = phrase.number
        if phrase.is_earlier:
            return "earlier_level"
        if (verb := growth.change_before(phrase.left)) and not self._is_cut(phrase):
            return self._change(phrase, verb)
        if number.kind in NO_COUNT:
            return NO_COUNT[number.kind]
        if self._is_target(number.start):
            return "target"
        return "inside" if self._scope.is_inside(number.start) else self._take(phrase)

    def _is_target(self, at: int) -> bool:
        since = max(self._target, at - FAR)
        return 0 <= self._target <= at and not AFTER_TARGET.search(self._low, since, at)

    def _take(self, phrase: Phrase) -> str | None:
        last = self.drafts[-1].meant if self.drafts else None
        before = Before(last, self._follows, self.carried, self._after_place)
        if self._naming.is_whole(phrase) and self._has_part(phrase):
            self.drafts[-1].whole = phrase.number.value
            self.drafts[-1].end = max(phrase.number.end, phrase.end)
            self._goes_on = True
            return None
        meant = self._naming.meant(phrase, before)
        if isinstance(meant, str):
            return meant
        if phrase.noun and meant.measure is Measure.COUNT:
            self._name_list(phrase.noun.key)
        self._draft(phrase, meant)
        return None

    def _has_part(self, whole: Phrase) -> bool:
        """Whether the number right before a whole is a counter, or is one by the noun behind the whole."""
        if self._nameless and (meant := self._naming.part(self._nameless[-1], whole)):
            self._draft(self._nameless[-1], meant)
            return True
        return self._follows and bool(self.drafts)

    def _is_cut(self, phrase: Phrase) -> bool:
        """In `giảm 25 đầu mối` the number is the figure, unless the sentence gave their number before."""
        noun = phrase.noun or self._names.first_noun(self._low, phrase.start, phrase.number.start)
        if noun is None or noun.key not in BODIES or phrase.number.kind is NumberKind.FACTOR:
            return False
        return all(draft.meant.counter.noun != noun.key for draft in self.drafts)

    def _change(self, phrase: Phrase, verb: re.Match[str]) -> str | None:
        noun = self._names.first_noun(self._low, phrase.start, phrase.number.start)
        last = self.drafts[-1] if self.drafts else None
        if growth.is_of_time(phrase.number, phrase.following):
            return "change_without_level"
        if last is None:
            self._changes.append((phrase, verb))
        elif noun and noun.key not in PLACES | {last.meant.counter.noun}:
            return "change_without_level"
        else:
            self._add_change(last, phrase, verb)
        return None

    def _add_change(self, draft: Draft, phrase: Phrase, verb: re.Match[str]) -> None:
        period, _ = self._scope.period(draft.meant.number.start, draft.tail_end)
        is_share = draft.meant.measure is Measure.SHARE
        draft.changes.append(growth.change(phrase.number, verb, phrase.following, period, is_share=is_share))
        draft.start, draft.end = min(draft.start, phrase.number.start), max(draft.end, phrase.number.end, phrase.end)

    def _is_before(self, phrase: Phrase) -> bool:
        """Whether the last change was printed right before this figure: tăng 25%, đạt 125.000 hồ sơ."""
        earlier = self._changes[-1][0]
        return earlier.end == phrase.start and earlier.noun is None and ";" not in phrase.left

    def _name_list(self, noun: str) -> None:
        for phrase in self._nameless:
            if meant := self._naming.listed(phrase, noun):
                self._draft(phrase, meant)
        self._nameless = []

    def _draft(self, phrase: Phrase, meant: Meant) -> None:
        number, counter = meant.number, meant.counter
        name, unit = _named(meant, phrase)
        national = (COUNTRY, None) if counter.noun in PLACES else None
        draft = Draft(
            meant=meant,
            name=name,
            unit=unit,
            entity=meant.somebody or national or self._scope.entity(number.start),
            start=self._quote_start(phrase) if meant.begins is None else min(meant.begins, self._quote_start(phrase)),
            end=owners.end() if (owners := OWNERS.match(self._low, phrase.end)) else max(number.end, phrase.end),
            tail_end=phrase.end,
        )
        self._add_doubling(draft, phrase)
        if self._changes and self._is_before(phrase):
            self._add_change(draft, *self._changes.pop())
        self.drafts.append(draft)
        self.carried = counter

    def _add_doubling(self, draft: Draft, phrase: Phrase) -> None:
        """`gấp đôi` and its like print no number."""
        words = self._low[phrase.end : phrase.end + 60]
        if "gấp" in words:
            period, _ = self._scope.period(phrase.number.start, phrase.end)
            draft.changes += filter(None, [growth.doubled(words, period)])

    def _quote_start(self, phrase: Phrase) -> int:
        start = phrase.near_start
        while start < phrase.opens and not self._low[start].isalnum():
            start += 1
        return start


def _named(meant: Meant, phrase: Phrase) -> tuple[str, str]:
    """Name and unit of the figure: a share and a rate by time are other figures than their count."""
    name, unit = meant.counter.name, meant.counter.unit
    if meant.measure is Measure.SHARE:
        return f"{name}_rate", "percent"
    if meant.measure is Measure.AMOUNT and (YEARLY_BEHIND.match(phrase.following) or YEARLY.search(phrase.left)):
        return f"{name}_per_year", f"{unit}/year"
    if meant.measure is Measure.COUNT and not unit.endswith("/day") and DAILY.search(phrase.near):
        return f"{name}_per_day", f"{unit}/day"
    return name, unit
