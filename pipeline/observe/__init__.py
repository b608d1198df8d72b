"""What one text states: rankings and counters with their receipts, and a reason for every other number. Pure."""

from dataclasses import replace
from datetime import date

from pipeline.model import Observation, Reading
from pipeline.normalise import canonical, unwrap
from pipeline.observe.counters import read_counters
from pipeline.observe.figures import Role
from pipeline.observe.implied import implied
from pipeline.observe.listed import listed
from pipeline.observe.marks import Sentence, sentences
from pipeline.observe.numbers import read_numbers
from pipeline.observe.periods import read_periods
from pipeline.observe.rankings import Reader
from pipeline.observe.refusals import Claims, refuse
from pipeline.observe.statements import observations
from pipeline.observe.tables import TableReading, read_tables
from pipeline.observe.words import lexicon
from pipeline.reference import Reference


def observe(text: str, *, entity: str, published: date | None, reference: Reference, heading: str = "") -> Reading:
    """Read NFC `text` in linear time. `entity` is whose portal printed it ("" for nobody's): who `tỉnh` means there.

    A `heading` above the text tells of which index and year it speaks; its own figures are the text's to state.
    """
    low = canonical(unwrap(text))
    numbers = read_numbers(text, low)
    # Where no province is silently meant, a text's subject may be named in any sentence.
    keeps_all = entity not in reference.provinces
    told = list(sentences(text, low, lexicon(reference), numbers, read_periods(low), keeps_all=keeps_all))
    tables = _tables(text, low, told, entity, published, reference)
    prose = [sentence for sentence in told if not tables.covers(sentence.marks[0].start)]
    reader = Reader(text, low, entity, reference)
    reader.heed(heading, _heading(heading, reference))
    reader.survey(prose)
    facts = [fact for sentence in prose for fact in reader.read(sentence)]
    facts += listed(low, facts)
    known = (reader.years, text, entity, published, reference)
    stated = _once(observations([fact for fact in facts if not fact.is_impossible], *known) + tables.observations)
    levels = frozenset(fact.figure.start for fact in facts if fact.figure.role in {Role.RANK, Role.SCORE})
    claimed = frozenset(fact.figure.start for fact in facts)
    taken = claimed | reader.fields
    counted = read_counters(text, low, prose, entity=entity, published=published, reference=reference, taken=taken)
    impossible = observations([fact for fact in facts if fact.is_impossible], *known)
    return Reading(
        rankings=stated + implied(stated, reference),
        counters=counted.observations,
        impossible=impossible,
        refusals=refuse(
            text,
            numbers,
            Claims(levels, claimed - levels, frozenset(reader.fields), stated + impossible),
            reader.refused,
            counted.refusals + tables.refusals,
            counted.observations + tables.observations,
        ),
    )


def _heading(heading: str, reference: Reference) -> list[Sentence]:
    if not heading:
        return []
    low = canonical(heading)
    told = read_numbers(heading, low), read_periods(low)
    return list(sentences(heading, low, lexicon(reference), *told, keeps_all=True))


def _tables(
    text: str, low: str, told: list[Sentence], entity: str, published: date | None, reference: Reference
) -> TableReading:
    """Cells are parted by tabs; a page that draws its rules as | is read alike, letter by letter."""
    if "|" not in text:
        return read_tables(text, low, told, entity=entity, published=published, reference=reference)
    cells, low = text.replace("|", "\t"), low.replace("|", "\t")
    reading = read_tables(cells, low, told, entity=entity, published=published, reference=reference)
    quoted = tuple(replace(one, quote=text[one.start : one.end]) for one in reading.observations)
    return replace(reading, observations=quoted)


def _once(stated: tuple[Observation, ...]) -> tuple[Observation, ...]:
    """A figure told in prose and in a table is one figure; the first place it is told is its receipt."""
    found: dict[tuple[object, ...], Observation] = {}
    for one in sorted(stated, key=lambda one: (one.start, one.end)):
        found.setdefault((one.subject, one.entity, one.period, one.measure, one.value), one)
    return tuple(found.values())
