"""What one text states: its rankings and counters with their receipts, and every other number with a reason. Pure, linear time."""

from datetime import date

from pipeline.model import Reading, Refusal
from pipeline.normalise import canonical
from pipeline.observe.implied import implied
from pipeline.observe.marks import sentences
from pipeline.observe.numbers import read_numbers
from pipeline.observe.periods import read_periods
from pipeline.observe.rankings import Reader
from pipeline.observe.statements import observations
from pipeline.observe.words import lexicon
from pipeline.reference import Reference


def observe(text: str, *, entity: str, published: date | None, reference: Reference) -> Reading:
    """Read NFC `text`. `entity` is whose portal printed it ("" for nobody's): who `tỉnh` means there."""
    low = canonical(text)
    numbers = read_numbers(text, low)
    reader = Reader(text, entity, reference)
    facts = [
        fact
        for sentence in sentences(text, low, lexicon(reference), numbers, read_periods(low))
        for fact in reader.read(sentence)
    ]
    stated = observations(facts, text, entity, published, reference)
    refusals = tuple(Refusal(reason, text[start:end], start, end) for start, end, reason in reader.refused.values())
    return Reading(stated + implied(stated, reference), (), refusals)
