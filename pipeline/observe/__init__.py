"""What one text states: its rankings and counters with their receipts, and every other number with a reason. Pure, linear time."""

from datetime import date

from pipeline.model import Reading
from pipeline.normalise import canonical
from pipeline.observe.counters import read_counters
from pipeline.observe.implied import implied
from pipeline.observe.marks import sentences
from pipeline.observe.numbers import read_numbers
from pipeline.observe.periods import read_periods
from pipeline.observe.rankings import Reader
from pipeline.observe.refusals import refuse
from pipeline.observe.statements import observations
from pipeline.observe.words import lexicon
from pipeline.reference import Reference


def observe(text: str, *, entity: str, published: date | None, reference: Reference) -> Reading:
    """Read NFC `text`. `entity` is whose portal printed it ("" for nobody's): who `tỉnh` means there."""
    low = canonical(text)
    numbers = read_numbers(text, low)
    told = list(sentences(text, low, lexicon(reference), numbers, read_periods(low)))
    reader = Reader(text, entity, reference)
    facts = [fact for sentence in told for fact in reader.read(sentence)]
    stated = observations(facts, reader.years, text, entity, published, reference)
    claimed = frozenset(fact.figure.start for fact in facts) | frozenset(reader.claimed)
    counted = read_counters(text, low, told, entity=entity, published=published, reference=reference, taken=claimed)
    return Reading(
        rankings=stated + implied(stated, reference),
        counters=counted.observations,
        refusals=refuse(text, numbers, claimed, reader.refused, counted.refusals, counted.observations),
    )
