"""The list of planted mistakes, and one of them planted in a copy of the tree."""

import subprocess
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copy2

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


class StaleListError(Exception):
    """Mend tests/mutants/mutants.toml: the code that it changes is another by now."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One mistake: text that stands once in a file, what takes its place, who is hurt, which tests must see it."""

    name: str
    file: str
    old: str
    new: str
    why: str
    tests: tuple[str, ...]

    def spoil(self, source: str) -> str:
        if source.count(self.old) != 1:
            raise StaleListError(f"{self.name}: {self.file} holds its text {source.count(self.old)} times, not once")
        return source.replace(self.old, self.new)


def load_mutants() -> tuple[Mutant, ...]:
    listed = tomllib.loads((HERE / "mutants.toml").read_text(encoding="utf-8"))["mutant"]
    return tuple(Mutant(**one | {"tests": tuple(one["tests"])}) for one in listed)


def copy_tree(target: Path) -> None:
    """Every file that git keeps, as it is now."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            copy2(ROOT / name, target / name)


@contextmanager
def planted(mutant: Mutant, tree: Path) -> Iterator[None]:
    path = tree / mutant.file
    sound = path.read_text(encoding="utf-8")
    path.write_text(mutant.spoil(sound), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(sound, encoding="utf-8")
