"""`make mutants`: plants each mistake by itself and runs the tests that must see it. 1 if any of them lives."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from planting import Mutant, copy_tree, load_mutants, planted

# How pytest words the failure of an assertion, a fault that our own code names, and a test that reached for the closed
# network; whatever else goes wrong is no proof that a test would see the mistake.
ASSERTED = re.compile(
    r"AssertionError|assert\b|Failed: DID NOT |pipeline\.errors\.|.*(?:FlakyFailure|bad row|A test tried to use socket)"
)
FAULTS = ("failure", "error")
ROW = "{:62} {:10} {:>5}  {}"


def main(words: Sequence[str]) -> int:
    mutants = [one for one in load_mutants() if not words or any(word in one.name for word in words)]
    with tempfile.TemporaryDirectory(prefix="parwatch-mutants-") as folder:
        tree = Path(folder)
        copy_tree(tree)
        require_own_code(tree)
        sound = sorted({test for one in mutants for test in one.tests})
        if problem := _failures(tree, sound):
            sys.exit(f"these tests fail without any mistake planted, so they prove nothing: {problem}")
        print(ROW.format("mistake", "is", "s", "seen by"))
        verdicts = [_try(one, tree) for one in mutants]
    print(f"{verdicts.count('caught')} of {len(mutants)} caught")
    return 0 if set(verdicts) == {"caught"} else 1


def require_own_code(tree: Path) -> None:
    """The copy's code must be what the copy's tests import, and not that of an installed parwatch."""
    told = _run(tree, [sys.executable, "-c", "import pipeline; print(pipeline.__file__)"]).stdout.strip()
    if told != str(tree / "pipeline/__init__.py"):
        sys.exit(f"the copy in {tree} imports {told}: mistakes planted there would not be seen")


def _try(mutant: Mutant, tree: Path) -> str:
    began = time.monotonic()
    with planted(mutant, tree):
        failures = _failures(tree, mutant.tests)
    seen = [name for name, message in failures if ASSERTED.match(message)]
    verdict = "caught" if seen else "broken" if failures else "ALIVE"
    by = seen[0] if seen else failures[0][1][:60] if failures else "nobody"
    print(ROW.format(mutant.name, verdict, f"{time.monotonic() - began:.0f}", by), flush=True)
    return verdict


def _failures(tree: Path, tests: Sequence[str]) -> list[tuple[str, str]]:
    """Names of the tests that fail, each with the first line of why; a test that is not found is one too."""
    told = tree / "told.xml"
    told.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--maxfail=3", f"--junitxml={told}", *tests]
    ended = _run(tree, command)
    if not told.exists():
        return [("pytest", ended.stdout + ended.stderr)]
    cases = ElementTree.parse(told).iter("testcase")
    found = [(case.get("name", ""), one.get("message", "")) for case in cases for one in case if one.tag in FAULTS]
    return found if ended.returncode == 0 or found else [("pytest", ended.stdout[-300:])]


def _run(tree: Path, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(tree)}
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
