"""How fast and how well pages are read, from bytes to body and figures, beside trafilatura and readability.

All contenders take turns in one process; the bare parse of selectolax is the floor.

    python -m benchmarks.extract [rounds]

Speed is CPU time of one core on pages of about 15 KB with a declared layout; quality is F1 of word 4-grams against
the body as written, on pages printed once and on pages that print the body again.

glibc hands the parser's memory back to the system after every page once larger blocks were freed, and asks for it
again: 45 page faults and a third of extract's time. MALLOC_TRIM_THRESHOLD_ keeps it, here as in the workers' image.
"""

import gc
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256

import trafilatura
from readability import Document
from selectolax.lexbor import LexborHTMLParser

from benchmarks.machine import machine
from benchmarks.portal_pages import DESIGNS, REPEATS, Sample, sample
from pipeline.duplicates.strip import strip
from pipeline.extract import extract
from pipeline.model import Layout, Portal, Snapshot
from pipeline.observe import observe
from pipeline.reference import load_reference

PAGES_PER_DESIGN = 6
PASSES = 3
KEEP_MEMORY = {"MALLOC_TRIM_THRESHOLD_": "268435456", "MALLOC_TOP_PAD_": "16777216"}
GOALS = {"extract": 4_000, "extract + strip": 600}


@dataclass(frozen=True, slots=True)
class Case:
    sample: Sample
    snapshot: Snapshot
    declared: Portal
    undeclared: Portal


def case(made: Sample) -> Case:
    body = made.html.encode()
    layout = Layout(date(2020, 1, 1), made.selector, title="h1.title", published="span.date")
    moment = datetime(2022, 10, 1, tzinfo=UTC)
    snapshot = Snapshot("bench", "https://bench.example/1", moment, 200, "text/html", body, sha256(body).hexdigest())
    plain = Portal("bench", "viet-nam", "https://bench.example/", "bench")
    return Case(
        made, snapshot, Portal("bench", "viet-nam", "https://bench.example/", "bench", layouts=(layout,)), plain
    )


def cases(repeat: str) -> list[Case]:
    paragraphs = 16 if repeat == "once" else 8
    return [case(sample(seed, design, repeat, paragraphs)) for design in DESIGNS for seed in range(PAGES_PER_DESIGN)]


def figures(each: Case) -> str:
    """The whole way of a page; its figures are work, its body is the answer."""
    article = strip(extract(each.snapshot, each.declared))
    observe(article.body, entity="hung-yen", published=article.published, reference=load_reference())
    return article.body


def parse(each: Case) -> None:
    LexborHTMLParser(each.snapshot.body)


CONTENDERS: dict[str, Callable[[Case], str | None]] = {
    "selectolax, parse only": parse,
    "extract": lambda each: extract(each.snapshot, each.declared).body,
    "extract + strip": lambda each: strip(extract(each.snapshot, each.declared)).body,
    "extract + strip, no layout": lambda each: strip(extract(each.snapshot, each.undeclared)).body,
    "extract + strip + observe": figures,
    "trafilatura": lambda each: trafilatura.extract(each.snapshot.body.decode(), include_comments=False),
    "readability": lambda each: text_of(Document(each.snapshot.body.decode()).summary()),
}
# Those that give a body of their own.
BODIES = ("extract + strip", "extract + strip, no layout", "trafilatura", "readability")


def text_of(markup: str) -> str:
    return LexborHTMLParser(markup).root.text(separator="\n")  # type: ignore[union-attr] # readability gives an element


def pages_per_second(contender: Callable[[Case], str | None], pages: list[Case]) -> float:
    gc.collect()  # what the contender before has left is not this one's cost
    started = time.process_time()
    for _ in range(PASSES):
        for each in pages:
            contender(each)
    return PASSES * len(pages) / (time.process_time() - started)


def medians(pages: list[Case], rounds: int) -> dict[str, float]:
    speeds: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    for name, contender in CONTENDERS.items():
        pages_per_second(contender, pages[:4])  # imports and caches
        speeds[name].clear()
    for _ in range(rounds):
        for name, contender in CONTENDERS.items():
            speeds[name].append(pages_per_second(contender, pages))
    return {name: statistics.median(found) for name, found in speeds.items()}


def quality(contender: Callable[[Case], str | None], pages: list[Case]) -> float:
    return statistics.mean(f1(contender(each) or "", "\n".join(each.sample.lines)) for each in pages)


def f1(found: str, wanted: str) -> float:
    first, second = grams(found), grams(wanted)
    both = sum((first & second).values())
    return 2 * both / (sum(first.values()) + sum(second.values()))


def grams(text: str) -> Counter[tuple[str, ...]]:
    words = text.split()
    return Counter(zip(words, words[1:], words[2:], words[3:], strict=False))


def report_speed(name: str, pages: list[Case], rounds: int) -> None:
    size = statistics.mean(len(each.snapshot.body) for each in pages) / 1000
    found = medians(pages, rounds)
    print(f"\n{name}: {len(pages)} pages of {size:.1f} KB, median of {rounds} rounds, one core")
    for contender, speed in found.items():
        goal = (
            f"  goal {GOALS[contender]:,}: {'met' if speed >= GOALS[contender] else 'MISSED'}"
            if contender in GOALS
            else ""
        )
        print(f"  {contender:28} {speed:8,.0f} pages/s  {speed / found['trafilatura']:5.1f} x trafilatura{goal}")


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    print(machine("selectolax", "trafilatura", "readability-lxml", "ftfy"))
    report_speed("printed once", cases("once"), rounds)
    report_speed("printed twice", cases("twice in one element"), rounds)
    print(f"\nF1 of the body{'':16}" + "".join(f"{name:>28}" for name in BODIES))
    for repeat in REPEATS:
        pages = cases(repeat)
        print(f"  {repeat:28}" + "".join(f"{quality(CONTENDERS[name], pages):28.4f}" for name in BODIES))


if __name__ == "__main__":
    if KEEP_MEMORY.keys() - os.environ.keys():  # read by the C library at the start of a process only
        os.execve(
            sys.executable, [sys.executable, "-m", "benchmarks.extract", *sys.argv[1:]], {**KEEP_MEMORY, **os.environ}
        )
    main()
