"""Commands that read a saved page or a list of texts and store nothing."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.output import print_json, print_line, print_table
from pipeline.errors import UsageError
from pipeline.model import Observation, Reading
from pipeline.settings import Settings

PortalName = Annotated[
    str | None, typer.Option("--portal", help="Whose page it is: its layouts, and what “tỉnh” means.")
]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the article, if the page names none.")]


def register(app: typer.Typer) -> None:
    app.command()(extract)
    app.command()(observe)
    app.command()(group)
    app.command("eval")(evaluate)


def extract(
    context: typer.Context,
    file: Path,
    portal: PortalName = None,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Print the article of one saved page: title, day, body once, and how often the page printed it."""
    from pipeline.stages.reading import read_article

    article = read_article(_settings(context), file, portal)
    if json:
        print_json(article)
        return
    print_line(f"{article.title or '(no title)'}\n{article.published or 'no day'} · {article.author or 'no author'}")
    print_line(
        f"layout {article.layout}, body printed {article.copies}×, flags: {', '.join(article.flags) or 'none'}\n"
    )
    print_line(article.body)


def observe(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="A saved page, .html or .txt.")] = None,
    portal: PortalName = None,
    published: Day = None,
    corpus: Annotated[Path | None, typer.Option(help="JSON lines of {id, text, portal_province, published}.")] = None,
    explain: Annotated[bool, typer.Option(help="Show every number of the text and what became of it.")] = False,
) -> None:
    """Print the figures of one page, or of each text of a corpus, as JSON."""
    from pipeline.stages.reading import read_corpus, read_figures

    if (file is None) == (corpus is None):
        raise UsageError("observe: name one page, or --corpus FILE")
    if corpus:
        for row in read_corpus(corpus):
            print_json(row, indent=None)
        return
    assert file is not None  # one of the two is given, see above
    article, reading = read_figures(_settings(context), file, portal, published.date() if published else None)
    if explain:
        print_table(str(file), ("number", "became", "because"), _explained(reading))
        return
    print_json({"title": article.title, "published": article.published, "copies": article.copies, **_figures(reading)})


def group(file: Annotated[Path, typer.Argument(help="JSON lines of {id, text}.")]) -> None:
    """Print for each text the one it is a copy, excerpt or revision of."""
    from pipeline.stages.reading import group_file

    for grouping in group_file(file):
        print_json(
            {
                "id": grouping.article,
                "canonical": grouping.canonical,
                "relation": grouping.relation.value,
                "similarity": round(grouping.similarity, 4),
            },
            indent=None,
        )


def evaluate(
    corpus: Annotated[Path, typer.Argument(help="JSON lines of texts with their labels.")],
    misses: Annotated[int, typer.Option(help="How many misses and extras to list.")] = 20,
) -> None:
    """Score what we read of labelled texts: precision, recall and F1, with what was missed or invented."""
    from pipeline.stages.reading import evaluate_corpus

    found = evaluate_corpus(corpus)
    for score in (found.rankings, found.any_period, found.counters):
        print_line(
            f"{score.name:22} precision {score.precision:.3f}  recall {score.recall:.3f}  F1 {score.f1:.3f}  "
            f"({score.right} right, {score.given} given, {score.labelled} in the labels)"
        )
    for title, facts in (
        ("missed", found.rankings.misses + found.counters.misses),
        ("invented", found.rankings.extras + found.counters.extras),
    ):
        for key, fact in facts[:misses]:
            print_line(f"  {title} {key}: {' '.join(map(str, fact))}")
    print_line(f"{found.bare_texts} texts hold no ranking; {len(found.false_alarms)} were given one")


def _figures(reading: Reading) -> dict[str, object]:
    told = {"rankings": reading.rankings, "counters": reading.counters, "impossible": reading.impossible}
    return told | {"refused": len(reading.refusals)}


def _explained(reading: Reading) -> list[tuple[object, ...]]:
    figures = [(each.start, each.quote, _named(each), each.kind.value) for each in reading.observations]
    refused = [(each.start, each.quote, "refused", each.reason) for each in reading.refusals]
    return [row[1:] for row in sorted([*figures, *refused], key=lambda row: row[0])]


def _named(each: Observation) -> str:
    value = "change only" if each.value is None else f"{each.value:f} {each.unit}"
    return f"{each.subject} {each.entity} {each.period or 'no period'}: {each.measure} {value}"


def _settings(context: typer.Context) -> Settings:
    settings: Settings = context.obj
    return settings
