"""One target fuzzed for a while: `python -m fuzz.run TARGET SECONDS CORPUS FINDS`. Never returns: libFuzzer ends it."""

import sys
import time
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path
from random import Random

import atheris

with atheris.instrument_imports(include=["pipeline"]):
    from fuzz.shorten import shorten
    from fuzz.target import Target
    from fuzz.targets import TARGETS, fault

SECONDS = 2.0  # of processor time that any input may take, and
SECONDS_PER_BYTE = 1 / 100_000
INSTRUMENTED = 3.0  # times slower than otherwise
MEGABYTES = 2_048
HUNG_SECONDS = 60
OWN_MUTATIONS = 0.65


class Finds:
    """One file for each fault of a target, the shortest input that was seen to cause it."""

    def __init__(self, target: Target, folder: Path) -> None:
        self._target = target
        self._folder = folder
        self._held: dict[str, int] = {}

    def test(self, data: bytes) -> None:
        seen = self._fault(data)
        if seen is None or len(data) >= self._held.get(seen, sys.maxsize):
            return
        shorter = shorten(data, lambda other: fault(self._target, other) == seen) if seen != "slow" else data
        self._held[seen] = len(shorter)
        self._folder.mkdir(parents=True, exist_ok=True)
        name = "".join(letter if letter.isalnum() else "-" for letter in seen)
        (self._folder / name).write_bytes(shorter)

    def _fault(self, data: bytes) -> str | None:
        start = time.process_time()
        found = fault(self._target, data)
        allowed = (SECONDS + len(data) * SECONDS_PER_BYTE) * INSTRUMENTED
        return "slow" if found is None and time.process_time() - start > allowed else found


def mutate(data: bytes, longest: int, seed: int, *, target: Target) -> bytes:
    chance = Random(seed)
    if chance.random() > OWN_MUTATIONS:
        return bytes(atheris.Mutate(data, longest))
    return target.edit(data, chance)[:longest]


def main(name: str, seconds: str, corpus: str, finds: str) -> None:
    target = TARGETS[name]
    Path(corpus).mkdir(parents=True, exist_ok=True)
    for seed in target.seeds():
        Path(corpus, sha256(seed).hexdigest()[:16]).write_bytes(seed[: target.longest])
    flags = {
        "max_total_time": seconds,
        "max_len": target.longest,
        "rss_limit_mb": MEGABYTES,
        "timeout": HUNG_SECONDS,
        "artifact_prefix": f"{finds}/",
    }
    arguments = [f"fuzz-{name}", *(f"-{flag}={value}" for flag, value in flags.items()), corpus]
    mutator = partial(mutate, target=target)
    atheris.Setup(arguments, Finds(target, Path(finds)).test, custom_mutator=mutator)
    with suppress(OSError):
        # What libraries warn of goes nowhere; libFuzzer writes past it.
        sys.stderr = Path("/dev/null").open("w", encoding="utf-8")  # noqa: SIM115 - open until the process ends
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:5])
