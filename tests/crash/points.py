"""Where a process can be killed: after each write, and after each pure step, named by stage, function and call.

The product holds no fail points: Python's profiler tells of every call of a C function that has just returned.
"""

import os
import re
import signal
import socket
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).parents[2]
PIPELINE = str(ROOT / "pipeline") + "/"
FILE_CALLS = {"rename", "replace", "unlink", "remove", "link", "symlink", "mkdir", "fsync", "ftruncate", "truncate"}
FILE_CALLS |= {"pwrite", "sendfile", "copy_file_range", "chmod", "write", "flush", "close", "__exit__"}
SENDS = {"send", "sendall", "sendto"}
DATABASE_CALLS = {"execute", "close"}
CALLS = FILE_CALLS | SENDS | DATABASE_CALLS
# Steps that write nothing: a process may die right after them all the same.
STEPS = {
    "extract/__init__.py": {"extract"},
    "duplicates/strip.py": {"strip"},
    "observe/__init__.py": {"observe"},
    "discover/__init__.py": {"discover"},
    "duplicates/group.py": {"group"},
    "alert.py": {"decide"},
    "dispatch.py": {"compose"},
    "messages/__init__.py": {"word"},
    "messages/picture.py": {"draw"},
}
# The innermost frame that is listed says in which stage a point lies; a name of a file stands for all of it.
STAGES = {
    ("stages/portal_round.py", "_read_source"): "list",
    ("stages/portal_round.py", "_fetch_page"): "fetch",
    ("archive/reading.py", "salvage"): "archive",
    ("archive/inbox.py", ""): "archive",
    ("archive/writing.py", ""): "archive",
    ("stages/batches.py", "_read"): "extract",
    ("warehouse/index.py", ""): "group",
    ("duplicates/group.py", ""): "group",
    ("warehouse/load.py", ""): "load",
    ("stages/building.py", "build"): "load",
    ("warehouse/judge.py", ""): "quarantine",
    ("warehouse/held.py", ""): "resolve",
    ("warehouse/changes.py", "_only_ranks"): "resolve",
    ("warehouse/outbox.py", "save_alerts"): "decide",
    ("alert.py", ""): "decide",
    ("stages/alerting.py", "compose_due"): "decide",
    ("stages/alerting.py", "deliver"): "deliver",
    ("stages/alerting.py", "confirm"): "deliver",
    ("stages/checking.py", "run_checks"): "check",
    ("stages/checking.py", "settle"): "quarantine",
    ("stages/checking.py", "publish"): "publish",
    ("stages/reviewing.py", ""): "review",
    ("stages/replaying.py", ""): "rebuild",
    ("warehouse/rebuild.py", ""): "rebuild",
    ("warehouse/schema.py", "_apply"): "first open",
    ("warehouse/schema.py", "_replace_views"): "first open",
    ("warehouse/reference.py", ""): "first open",
    ("stages/fetching.py", ""): "list",
}
READS = re.compile(
    r"\s*(?:--[^\n]*\n\s*)*(?:SELECT|SET|RESET|USE|FROM|DETACH|BEGIN|WITH(?!.*\b(?:INSERT|UPDATE)\b))",
    re.IGNORECASE | re.DOTALL,
)
TARGET = re.compile(r"\b(?:core|kept|main|temp)\.\w+|sorted_shingle|\bin_lines\b", re.IGNORECASE)


class Points:
    """Counts the points that this process passes; at the one that is named, the process kills itself."""

    def __init__(self, tell: Callable[[str], None] | None, name: str | None = None, nth: int = 1) -> None:
        self.passed: Counter[str] = Counter()
        self._tell = tell
        self._name = name
        self._nth = nth
        self._steps = {PIPELINE + file: names for file, names in STEPS.items()}

    def watch(self) -> None:
        threading.setprofile(self)
        sys.setprofile(self)

    def __call__(self, frame: FrameType, event: str, called: Any) -> None:
        if event == "c_return":
            if called.__name__ in CALLS and (what := _written(frame, called)):
                self._pass(frame, what)
        elif event == "return":
            code = frame.f_code
            names = self._steps.get(code.co_filename)
            if names and code.co_name in names:
                self._pass(frame, "done")

    def _pass(self, frame: FrameType, what: str) -> None:
        main = sys._current_frames().get(threading.main_thread().ident or 0)  # it waits while a thread works for it
        found = _place(frame) or (_place(main) if threading.current_thread() is not threading.main_thread() else None)
        if found is None:
            return
        name = f"{found} {what}"
        self.passed[name] += 1
        if self._tell:
            self._tell(name)
        if name == self._name and self.passed[name] == self._nth:
            os.kill(os.getpid(), signal.SIGKILL)


def _written(frame: FrameType, called: Any) -> str | None:
    """What a call wrote, in a word or two; None where it wrote nothing that outlives the process."""
    name, owner = called.__name__, getattr(called, "__self__", None)
    if name in SENDS:
        return name if isinstance(owner, socket.socket) and owner.family == socket.AF_INET else None
    if "pybind11" in type(owner).__name__:
        return _statement(frame, name)
    if name in {"write", "flush", "close", "__exit__"}:
        return _of_file(name, owner)
    return name if owner is os or type(owner).__name__ == "module" else None


def _of_file(name: str, owner: Any) -> str | None:
    path, mode = getattr(owner, "name", None), str(getattr(owner, "mode", ""))
    is_file = isinstance(path, str | Path) and str(path).startswith("/") and not str(path).startswith("/dev/null")
    return name if is_file and mode not in {"", "r", "rb"} else None


def _statement(frame: FrameType, name: str) -> str | None:
    if name == "close":
        return "close"
    sql = str(frame.f_locals.get("sql") or ("ATTACH" if frame.f_code.co_name == "opened" else "ROLLBACK"))
    if READS.match(sql):
        return None
    verb = "MIGRATION" if len(sql) > 3_000 else re.sub(r"^(\s*--[^\n]*\n)*\s*", "", sql).split(None, 1)[0].upper()
    target = TARGET.search(sql)
    return f"{verb} {target[0]}" if target and verb not in {"MIGRATION", "CREATE", "ALTER", "COMMENT"} else verb


def _place(frame: FrameType | None) -> str | None:
    """Stage and innermost function of the pipeline; None where no frame of it is above."""
    inner, stage = None, None
    while frame is not None:
        code = frame.f_code
        if code.co_filename.startswith(PIPELINE):
            file = code.co_filename.removeprefix(PIPELINE)
            if inner is None and not file.startswith("warehouse/connection"):
                inner = f"{file.removesuffix('.py').removesuffix('/__init__').replace('/', '.')}.{code.co_name}"
            stage = stage or STAGES.get((file, code.co_name)) or STAGES.get((file, ""))
            if stage and inner:
                return f"{stage}: {inner}"
        frame = frame.f_back
    return f"other: {inner}" if inner else None
