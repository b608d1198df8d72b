"""All targets, one after the other, and a table: `make fuzz`. FUZZ_SECONDS for each, FUZZ_TARGETS to choose some."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from fuzz.targets import TARGETS

ROOT = Path(__file__).parents[2]
FINDS = Path(__file__).parent / "finds"
_PROGRESS = re.compile(r"^#(\d+)\t.*?\bcov: (\d+) ft: (\d+)", re.MULTILINE)
_ROW = "{:<18}{:>9}{:>13}{:>9}{:>10}{:>7}"


def fuzz(name: str, seconds: str, finds: Path, corpus: Path) -> tuple[str, str, str]:
    """Executions, edges covered and features, as libFuzzer counts them."""
    finds.mkdir(parents=True, exist_ok=True)
    path = os.pathsep.join((str(ROOT / "tests"), str(ROOT)))
    ran = subprocess.run(
        ["nice", "-n", "15", sys.executable, "-m", "fuzz.run", name, seconds, str(corpus), str(finds)],
        env=os.environ | {"PYTHONPATH": path},
        cwd=ROOT,
        stderr=subprocess.PIPE,
        check=False,
    )
    told = ran.stderr.decode("utf-8", "replace")
    progress = _PROGRESS.findall(told)
    if not progress:
        sys.exit(f"{name}: libFuzzer did not run; it says:\n{told[-2_000:]}")
    if not any(finds.iterdir()):
        finds.rmdir()
    return progress[-1]


def main() -> int:
    names = os.environ.get("FUZZ_TARGETS", " ".join(TARGETS)).split()
    seconds = os.environ.get("FUZZ_SECONDS", "30")
    finds, corpora = Path(os.environ.get("FUZZ_FINDS", FINDS)), Path(os.environ.get("FUZZ_CORPUS", ROOT / "data/fuzz"))
    total = 0
    print(_ROW.format("target", "seconds", "executions", "edges", "features", "finds"))
    for name in names:
        before = _files(finds / name)
        start = time.monotonic()
        executions, edges, features = fuzz(name, seconds, finds / name, corpora / name)
        new = len(_files(finds / name) - before)
        total += new
        took = f"{time.monotonic() - start:.0f}"
        print(_ROW.format(name, took, f"{int(executions):,}", edges, features, new), flush=True)
    if total:
        print(f"{total} new finds under {finds}: `make test` replays them; CONTRIBUTING.md says what to do")
    return 1 if total else 0


def _files(folder: Path) -> set[tuple[Path, int]]:
    return {(path, path.stat().st_mtime_ns) for path in folder.glob("*")}


if __name__ == "__main__":
    sys.exit(main())
