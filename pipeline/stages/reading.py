"""Stages that read one saved page or text and store nothing: page -> article -> figures."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from pipeline.duplicates.group import group_texts
from pipeline.duplicates.strip import strip
from pipeline.errors import UsageError
from pipeline.extract import extract
from pipeline.model import Article, Grouping, Portal, Reading, Snapshot
from pipeline.normalise import nfc
from pipeline.observe import observe
from pipeline.observe.corpus import to_corpus
from pipeline.observe.evaluate import Evaluation, evaluate
from pipeline.portals import read_portals
from pipeline.reference import load_reference
from pipeline.settings import Settings

CONTENT_TYPES = {".html": "text/html", ".htm": "text/html", ".txt": "text/plain; charset=utf-8"}
NO_PORTAL = Portal(name="none", entity="", home="", owner="")


def find_portal(settings: Settings, name: str | None) -> Portal:
    """The portal of that name; a nameless one, which knows no layout, where none is given."""
    if name is None:
        return NO_PORTAL
    known, broken = read_portals(settings.portals_folder)
    if name in broken:
        raise broken[name]
    if name not in known:
        raise UsageError(f"no portal {name!r}; `parwatch portals list` shows the {len(known)} there are")
    return known[name]


def own_province(portal: Portal) -> str:
    """Who `tỉnh` and `thành phố` mean on a portal's pages; on a ministry's or a newspaper's, who was named last."""
    return portal.entity if portal.entity in load_reference().provinces else ""


def observed(article: Article, portal: Portal) -> Reading:
    """What a portal's article states, its title heard."""
    return observe(
        article.body,
        entity=own_province(portal),
        published=article.published,
        reference=load_reference(),
        heading=article.title or "",
    )


def saved_page(path: Path, portal: Portal, url: str | None = None, at: datetime | None = None) -> Snapshot:
    """A saved file as if it had been fetched. Raises UsageError for a file that cannot be read or holds nothing."""
    if path.suffix.lower() not in CONTENT_TYPES:
        raise UsageError(f"{path}: cannot tell what this is; save the page as .html or .txt")
    body = read_bytes(path)
    return Snapshot(
        portal=portal.name,
        url=url or path.absolute().as_uri(),
        fetched_at=at or datetime.now(UTC),
        status=200,
        content_type=CONTENT_TYPES[path.suffix.lower()],
        body=body,
        sha256=sha256(body).hexdigest(),
    )


def read_bytes(path: Path) -> bytes:
    try:
        body = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); name a readable file") from error
    if not body.strip():
        raise UsageError(f"{path}: the file is empty; save the page again")
    return body


def read_article(settings: Settings, path: Path, portal_name: str | None) -> Article:
    portal = find_portal(settings, portal_name)
    return strip(extract(saved_page(path, portal), portal))


def read_figures(
    settings: Settings, path: Path, portal_name: str | None, published: date | None
) -> tuple[Article, Reading]:
    portal = find_portal(settings, portal_name)
    article = strip(extract(saved_page(path, portal), portal))
    reading = observe(
        article.body, entity=own_province(portal), published=published or article.published, reference=load_reference()
    )
    return article, reading


def read_corpus(path: Path) -> Iterator[dict[str, object]]:
    """Figures of each {id, text, portal_province, published} line, in the shape of labelled corpora."""
    reference = load_reference()
    for row in read_lines(path, required=("id", "text")):
        day = _day(path, row.get("published"))
        province = row.get("portal_province")
        portal = reference.province(str(province), day) or reference.province(str(province), None) if province else None
        reading = observe(nfc(str(row["text"])), entity=portal.id if portal else "", published=day, reference=reference)
        yield to_corpus(str(row["id"]), reading, reference)


def evaluate_corpus(path: Path) -> Evaluation:
    """Read the texts of a labelled corpus and compare what was read with the labels."""
    labelled = {str(row["id"]): row for row in read_lines(path, required=("id", "text", "rankings", "counters"))}
    return evaluate(labelled, {str(row["id"]): row for row in read_corpus(path)})


def _day(path: Path, text: object) -> date | None:
    """A day, or the first of a month where only that is known."""
    if not text:
        return None
    try:
        return date.fromisoformat(f"{text}-01" if len(str(text)) == len("2022-07") else str(text)[:10])
    except ValueError as error:
        raise UsageError(f"{path}: published {text!r} is no day; write 2022-09-15, or null") from error


def group_file(path: Path) -> list[Grouping]:
    """How the texts of {id, text} lines stand to each other; of equal ones the first stands for its group."""
    return group_texts([(str(row["id"]), nfc(str(row["text"]))) for row in read_lines(path, required=("id", "text"))])


def read_lines(path: Path, required: tuple[str, ...]) -> Iterator[dict[str, object]]:
    """One JSON object a line. Raises UsageError that names the line."""
    try:
        lines = read_bytes(path).decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise UsageError(f"{path}:{number}: no JSON object ({error}); write one object a line") from error
        missing = [key for key in required if not isinstance(row, dict) or key not in row]
        if missing:
            raise UsageError(f"{path}:{number}: lacks {', '.join(missing)}; each line needs {', '.join(required)}")
        yield row
