"""All targets by name, and how a find is told apart from others."""

from traceback import extract_tb

from fuzz import of_files, of_pages, of_texts
from fuzz.target import BrokenError, Target

TARGETS: dict[str, Target] = {
    target.name: target for target in (*of_pages.TARGETS, *of_texts.TARGETS, *of_files.TARGETS)
}


def fault(target: Target, data: bytes) -> str | None:
    """Which property the input breaks, or which error comes up where; None if all holds."""
    try:
        target.check(data)
    except BrokenError as error:
        return str(error).partition(":")[0]
    except Exception as error:  # noqa: BLE001 - whatever comes up is a find
        frames = [frame for frame in extract_tb(error.__traceback__) if "/pipeline/" in frame.filename]
        place = f"{frames[-1].filename.rpartition('/pipeline/')[2]}:{frames[-1].name}" if frames else "outside"
        return f"{type(error).__name__} in {place}"
    return None
