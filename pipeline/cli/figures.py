"""Commands that answer from the published copy: the board, why a figure holds, what became of a page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import typer
from rich.text import Text

from pipeline.cli.output import console, plain, print_json, print_line, print_records, print_table
from pipeline.errors import UsageError
from pipeline.settings import Settings

as_of = typer.Typer(help="Ask what was known at a moment.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


@dataclass(frozen=True, slots=True)
class AsOf:
    """A question about an earlier moment; without one, the settings stand alone."""

    settings: Settings
    moment: datetime | None = None


def register(app: typer.Typer) -> None:
    for command in (board, why, news, explain):
        app.command()(command)
    app.add_typer(as_of, name="as-of")
    for command in (board, why):
        as_of.command()(command)


@as_of.callback()
def choose_moment(
    context: typer.Context,
    moment: Annotated[str, typer.Argument(metavar="DATE", help="A day, to its end, or a moment: 2025-07-01T08:30.")],
) -> None:
    """Ask what was known at a moment, whatever was learnt since."""
    from pipeline.stages.showing import read_moment

    context.obj = AsOf(context.obj, read_moment(moment, at_end=True))


def board(
    context: typer.Context,
    indicator: Annotated[str | None, typer.Argument(help="PAR INDEX, SIPAS, PAPI, PCI, …; all otherwise.")] = None,
    year: Annotated[str | None, typer.Option(help="The edition; the newest otherwise.")] = None,
    json: AsJson = False,
) -> None:
    """Show the rank board of an edition, with the moves since the edition before."""
    from pipeline.stages import showing

    asked = _asked(context)
    table = showing.board(asked.settings, indicator, year, asked.moment)
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

    asked = _asked(context)
    table = showing.why(asked.settings, entity, indicator, period, asked.moment)
    if json:
        print_json(table.records())
        return
    if not table.rows:
        raise UsageError(
            f"why: nothing is held for {entity}, {indicator}, {period}; `parwatch board` shows what there is"
        )
    for row in table.records():
        _print_claim(row)


def news(
    context: typer.Context,
    since: Annotated[str | None, typer.Option(help="A day, from its start, or a moment; everything otherwise.")] = None,
    json: AsJson = False,
) -> None:
    """Show the rank changes that were learnt since a day, the newest first."""
    from pipeline.stages import showing

    table = showing.news(context.obj, showing.read_moment(since, at_end=False) if since else None)
    if json:
        print_json(table.records())
        return
    for row in table.records():
        what = f"{row['province']}, {str(row['indicator']).replace('_', ' ')} {row['period']}"
        moved = f"{row['earlier_rank']} ({row['earlier_period']}) → {row['rank']}, {row['places_up']:+d}"
        told = f"{row['reason']}, {row['sources']} source(s)"
        print_line(f"{row['known_at']:%Y-%m-%d %H:%M} {what}: {moved}; {told}")
        if row["quote"]:
            print_line(f"    “{row['quote']}”\n    {row['url']}")
    print_line(f"{len(table.rows)} rank change(s)")


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


def _asked(context: typer.Context) -> AsOf:
    return context.obj if isinstance(context.obj, AsOf) else AsOf(context.obj)


def _print_claim(row: dict[str, object]) -> None:
    mark = "✓" if row["holds"] else "✗"
    place = _number(row["value"])
    field = f"/{row['rank_of']}" if row["measure"] == "rank" and row["rank_of"] else ""
    chosen = f" — {row['why']}, {row['sources']} source(s)" if row["holds"] else ""
    unit = "" if row["measure"] == "rank" else row["unit"]
    print_line(f"{mark} {row['measure']} {place}{field} {unit} ({row['kind']}){chosen}")
    if row["correction"]:
        print_line(f"    corrected, the page prints {_number(row['printed_value'])}: {row['correction']}")
    if not row["quote"]:
        print_line(f"    official table: {row['table_source']}")
        return
    sentence = Text("    …")
    sentence.append(plain(str(row["before_quote"] or "").split("\n")[-1]))
    sentence.append(plain(str(row["quote"])), style="bold reverse")
    sentence.append(plain(str(row["after_quote"] or "").split("\n")[0]) + "…")
    console.print(sentence)
    print_line(f"    {row['portal']}, {row['published'] or 'no day'}: {row['url']}")
    print_line(f"    read {row['fetched_at']:%Y-%m-%d %H:%M} with {row['layout']}, code {row['code_version']}")
    print_line(f"    bytes: {row['archive_file']} at {row['archive_offset']}, sha256 {row['page_sha256']}")


def _number(value: object) -> str:
    """48.8114, 21, 2800000: no closing zeros."""
    return f"{value:f}".rstrip("0").rstrip(".")
