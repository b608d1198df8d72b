"""The files of sql/checks as tasks: name, title, the words at their head. Read at parsing: opens no database."""

from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

import pipeline

FOLDER = Path(pipeline.__path__[0]).parent / "sql" / "checks"


@dataclass(frozen=True, slots=True)
class CheckTask:
    name: str
    title: str
    doc: str


def _read(path: Path) -> CheckTask:
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line.removeprefix("--").strip() for line in takewhile(lambda line: line.startswith("--"), lines)]
    doc = "\n".join(f"\n**{key}**:{rest}" if rest else key for key, _, rest in (line.partition(":") for line in head))
    return CheckTask(path.stem, path.stem.replace("_", " ").capitalize(), doc)


CHECKS = [_read(path) for path in sorted(FOLDER.glob("*.sql"))]
