"""Commands that answer from the published copy: the board, why a figure holds, what became of a page."""

from typing import Annotated

import typer
from rich.text import Text

from pipeline.cli.output import console, print_json, print_line, print_records, print_table
from pipeline.errors import UsageError

AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


def register(app: typer.Typer) -> None:
    for command in (board, why, explain):
        app.command()(command)


def board(
    context: typer.Context,
    indicator: Annotated[str | None, typer.Argument(help="PAR INDEX, SIPAS, PAPI, PCI, …; all otherwise.")] = None,
    year: Annotated[str | None, typer.Option(help="The edition; the newest otherwise.")] = None,
    json: AsJson = False,
) -> None:
    """Show the rank board of an edition, with the moves since the edition before."""
    from pipeline.stages import showing

    table = showing.board(context.obj, indicator, year)
    if json:
        print_json(table.records())
        return
    if not table.rows:
        raise UsageError("board: nothing is held for that; `parwatch board` shows what there is")
    groups: dict[str, list[tuple[object, ...]]] = {}
    for row in table.records():
        moved = "" if row["places_up"] is None else f"{row['earlier_rank']} → {row['rank']} ({row['places_up']:+d})"
        place = f"{row['rank']}/{row['rank_of']}" if row["rank_of"] else row["rank"]
        line = (place, row["province"], row["score"], row["unit"], moved, row["earlier_period"], row["sources"])
        groups.setdefault(f"{str(row['indicator']).replace('_', ' ')} {row['period']}", []).append(
            (*line, row["authority"])
        )
    for title, rows in groups.items():
        print_table(title, ("rank", "province", "score", "unit", "move", "since", "sources", "said by"), rows)


def why(context: typer.Context, entity: str, indicator: str, period: str, json: AsJson = False) -> None:
    """Show the sentence behind a figure, what else was said of it, and the rule that chose."""
    from pipeline.stages import showing

    table = showing.why(context.obj, entity, indicator, period)
    if json:
        print_json(table.records())
        return
    if not table.rows:
        raise UsageError(
            f"why: nothing is held for {entity}, {indicator}, {period}; `parwatch board` shows what there is"
        )
    for row in table.records():
        _print_claim(row)


def explain(context: typer.Context, url: str, json: AsJson = False) -> None:
    """Tell what became of one page, ending in one verdict."""
    from pipeline.stages import showing

    story = showing.explain(context.obj, url)
    if json:
        print_json(
            {
                "url": url,
                "requests": story.requests.records(),
                "articles": story.articles.records(),
                "verdict": story.verdict,
            }
        )
        return
    if story.requests.rows:
        print_records("Requests", story.requests.columns, story.requests.rows)
    if story.articles.rows:
        print_records("Articles", story.articles.columns, story.articles.rows)
    print_line(story.verdict)


def _print_claim(row: dict[str, object]) -> None:
    mark = "✓" if row["holds"] else "✗"
    place = f"{row['value']:f}".rstrip("0").rstrip(".") if row["measure"] == "score" else f"{row['value']:.0f}"
    field = f"/{row['rank_of']}" if row["measure"] == "rank" and row["rank_of"] else ""
    chosen = f" — {row['why']}, {row['sources']} source(s)" if row["holds"] else ""
    unit = "" if row["measure"] == "rank" else row["unit"]
    print_line(f"{mark} {row['measure']} {place}{field} {unit} ({row['kind']}){chosen}")
    if not row["quote"]:
        print_line(f"    official table: {row['table_source']}")
        return
    sentence = Text("    …")
    sentence.append(str(row["before_quote"] or "").split("\n")[-1])
    sentence.append(str(row["quote"]), style="bold reverse")
    sentence.append(str(row["after_quote"] or "").split("\n")[0] + "…")
    console.print(sentence)
    print_line(f"    {row['portal']}, {row['published'] or 'no day'}: {row['url']}")
    print_line(f"    read {row['fetched_at']:%Y-%m-%d %H:%M} with {row['layout']}, code {row['code_version']}")
    print_line(f"    bytes: {row['archive_file']} at {row['archive_offset']}, sha256 {row['page_sha256']}")
