"""Which counter one number of a sentence is: its phrase and what went before in, a counter or a reason out. Pure."""

from pipeline.model import Measure
from pipeline.observe.counter_names import Counter, CounterNames, Noun
from pipeline.observe.counter_words import (
    BODIES,
    BY_SENTENCE,
    COMPONENT,
    COPULA,
    FIELD,
    IMPLIED_MONEY,
    INDEX,
    LISTED,
    NUMBERED,
    PLACES,
    PLAN,
    PLANNED,
    RESULT,
    SHARE_LINK,
    STATE,
    TOTAL,
    UNRELATED_MONEY,
)
from pipeline.observe.meant import Before, Meant
from pipeline.observe.phrases import Phrase, last_clause
from pipeline.observe.scope import Scope
from pipeline.observe.tokens import NumberKind

MANY = 100  # hồ sơ 12 may be the twelfth
FEW = 10  # two or three procedures in words are a tale, no statistic
VERB = 30  # characters before a number that hold its verb
CONTEXT = 400  # characters of a sentence that may tell what its numbers are


class Naming:
    """Names the numbers of one sentence."""

    def __init__(self, low: str, begin: int, end: int, scope: Scope, names: CounterNames) -> None:
        self._low, self._begin, self._end, self._scope, self._names = low, begin, end, scope, names
        self._lead = ""

    def leads(self, first: Phrase) -> None:
        """The words before a sentence's first number hold for all its numbers."""
        self._lead = self._low[self._begin : first.number.start][-200:]

    def meant(self, phrase: Phrase, before: Before) -> Meant | str:
        """The counter a number is, or why it is none."""
        number = phrase.number
        is_money = number.scaled and self._low.endswith(("tỷ", "tỉ"), number.start, number.end)
        if number.kind is NumberKind.MONEY or (is_money and phrase.noun is None):
            return self._amount(phrase, before)
        if number.kind is NumberKind.PERCENT:
            return self._share(phrase, before)
        is_part = number.kind is NumberKind.FRACTION
        if is_part and (len(number.parts) != 2 or number.decimals or number.parts[0] > number.parts[1]):
            return "fraction"
        if phrase.noun is None:
            return self._unspoken(phrase, before)
        is_told = number.value < FEW and not self._low[number.start].isdigit() and phrase.noun.key not in PLACES
        return "in_words" if is_told else self._spoken(phrase, phrase.noun, before)

    def _since(self, phrase: Phrase) -> int:
        return max(self._begin, phrase.number.start - CONTEXT)

    def is_whole(self, phrase: Phrase) -> bool:
        """Whether a number is the whole that the number before it is part of: 310 trên tổng số 620 thủ tục."""
        if phrase.number.kind is not NumberKind.PLAIN:
            return False
        return bool(TOTAL.search(self._low, max(self._begin, phrase.opens - 20), phrase.opens))

    def part(self, part: Phrase, whole: Phrase) -> Meant | None:
        """The number before a whole, where only the whole has the noun behind it."""
        if whole.noun is None:
            return None
        behind = self._low[whole.noun.start : whole.end]
        counter = self._names.named(whole.noun.key, part.near + behind, part.left + behind)
        return Meant(counter, Measure.COUNT, part.number, part.near) if counter else None

    def listed(self, phrase: Phrase, noun: str) -> Meant | None:
        """A number of a list that says its noun at the end only: bãi bỏ 312, sửa đổi 190 thủ tục."""
        counter = self._names.named(noun, phrase.near, marked=True)
        return Meant(counter, Measure.COUNT, phrase.number, phrase.near) if counter else None

    def _spoken(self, phrase: Phrase, noun: Noun, before: Before) -> Meant | str:
        verb = self._verb(phrase, before)
        counter = self._doing(phrase, noun.key) if noun.key in PLACES else self._named(phrase, noun, verb)
        return Meant(counter, Measure.COUNT, phrase.number, verb) if counter else f"unnamed_{noun.key}"

    def _verb(self, phrase: Phrase, before: Before) -> str:
        """The clause before a number; in a list that says nothing new, the clause of the number before it."""
        if phrase.near.strip() not in LISTED:
            return phrase.near
        if before.follows and before.last:
            return before.last.near
        return last_clause(self._low[max(self._begin, phrase.opens - 60) : phrase.opens])

    def _named(self, phrase: Phrase, noun: Noun, verb: str) -> Counter | None:
        behind = f"{self._low[noun.start : phrase.end]} {phrase.beyond}"
        if noun.key in BODIES:
            return self._names.named(noun.key, verb[-VERB:] + behind)
        plan = ""
        if noun.key in PLANNED and PLAN.search(self._low, self._since(phrase), phrase.number.start):
            plan = "dự kiến "
        near, wide = plan + phrase.near + behind, plan + phrase.left + behind
        counter = self._names.named(noun.key, near, plan + verb + behind, wide, self._lead)
        if counter is None and noun.key in BY_SENTENCE:
            return self._names.named(noun.key, self._low[self._begin : min(self._end, self._begin + CONTEXT)])
        return counter

    def _doing(self, phrase: Phrase, noun: str) -> Counter | None:
        """Localities or ministries that have done something; not the field of a rank, nor those of an index."""
        before = phrase.left.split()
        if before and before[-1] in FIELD:
            return None
        has_done = phrase.number.kind is NumberKind.FRACTION or phrase.tail.startswith((" đã", " chưa", " hoàn thành"))
        return self._names.named(noun, f"{phrase.tail} ", marked=True) if has_done else None

    def _unspoken(self, phrase: Phrase, before: Before) -> Meant | str:
        """A number whose noun stands before it or was said of the number before: trong đó 310 đã có câu trả lời."""
        if not STATE.match(phrase.following):
            return "unknown_noun"
        carried = before.carried if before.carried and before.carried.noun not in PLACES else None
        if carried and before.last and COPULA.search(phrase.near + " "):
            somebody = self._scope.ministry_or_province(phrase.near_start, phrase.number.start)
            if somebody:
                return Meant(carried, Measure.COUNT, phrase.number, phrase.near, somebody)
        noun = self._noun_before(phrase)
        if noun is None and phrase.near.strip() in RESULT:
            noun = self._names.first_noun(self._low, self._since(phrase), phrase.number.start)
        if noun and noun.key not in BODIES | PLACES and self._links(phrase, noun):
            counter = self._names.named(noun.key, self._low[noun.start : phrase.number.start], phrase.left)
            if counter is None:
                return f"unnamed_{noun.key}"
            return Meant(counter, Measure.COUNT, phrase.number, phrase.near, begins=noun.start)
        words = f"{phrase.near}{phrase.tail} "
        counter = self._names.named(carried.noun, words, marked=True) if carried else None
        return Meant(counter, Measure.COUNT, phrase.number, phrase.near) if counter else "no_noun"

    def _links(self, phrase: Phrase, noun: Noun) -> bool:
        """`số hồ sơ là 5.300`, or shorter: `hồ sơ 5.300`."""
        is_bare = noun.end + 1 == phrase.opens and phrase.number.value >= MANY and noun.key not in NUMBERED
        return is_bare or bool(COPULA.search(phrase.left))

    def _noun_before(self, phrase: Phrase) -> Noun | None:
        """The counted noun that stands before a number: in its clause, else in the words since the number before."""
        start = self._low.rfind(";", phrase.start, phrase.number.start) + 1 or phrase.start
        for begin in (phrase.near_start, start):
            noun = self._names.first_noun(self._low, begin, phrase.number.start)
            if noun and noun.key not in PLACES | {"money", "person"}:
                return noun
        return None

    def _share(self, phrase: Phrase, before: Before) -> Meant | str:
        last = before.last
        if before.after_place or (last and last.counter.noun in PLACES) or (phrase.noun and phrase.noun.key in PLACES):
            return "condition"
        if last and before.follows and last.measure is Measure.COUNT and SHARE_LINK.match(phrase.left):
            if last.number.kind is NumberKind.FRACTION and "(" in phrase.left:
                return "restates_fraction"
            counter = self._names.named(last.counter.noun, f"{phrase.tail} ", marked=True) or last.counter
            return Meant(counter, Measure.SHARE, phrase.number, phrase.near)
        if COMPONENT.search(self._low, self._since(phrase), phrase.number.start):
            return "component"
        if INDEX.search(phrase.left):
            return "index_score"
        shared = self._shared(phrase, before.carried)
        noun = None if phrase.noun or not shared else self._noun_before(phrase)
        begins = noun.start if noun else None
        return Meant(shared, Measure.SHARE, phrase.number, phrase.near, begins=begins) if shared else "share_of_unknown"

    def _shared(self, phrase: Phrase, carried: Counter | None) -> Counter | None:
        """What a percentage is a share of: the noun behind it, the one before it, or the one carried on."""
        words = f"{phrase.near}{self._low[phrase.number.end : phrase.end]} {phrase.beyond}"
        if noun := phrase.noun:
            return self._names.named(noun.key, words, phrase.left + words, marked=noun.key in BODIES)
        if not STATE.match(phrase.following):
            return None
        if noun := self._noun_before(phrase):
            return self._names.named(noun.key, words, phrase.left + words, marked=noun.key in BODIES)
        return self._names.named(carried.noun, words, marked=True) if carried else None

    def _amount(self, phrase: Phrase, before: Before) -> Meant | str:
        if UNRELATED_MONEY.search(phrase.left):
            return "money_unrelated"
        last = before.last
        behind = self._low[phrase.number.end : phrase.end]
        words = f"{phrase.near}{behind} "
        earlier = self._low[self._begin : phrase.opens][-CONTEXT:] if phrase.near.strip() in LISTED else ""
        counter = self._names.named("money", words, phrase.left + behind, marked=True)
        if counter is None and last and last.measure is Measure.AMOUNT:
            counter = last.counter
        if counter is None and last:
            earlier = IMPLIED_MONEY.get(last.counter.noun, earlier)
        counter = counter or self._names.named("money", earlier, marked=True)
        return Meant(counter, Measure.AMOUNT, phrase.number, phrase.near) if counter else "money_unrelated"
