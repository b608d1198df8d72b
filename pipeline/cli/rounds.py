"""Commands that move pages to figures, and figures to readers: whole rounds and single stages."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.output import console, print_json, print_line, print_records, print_table
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.stages.rounds import RoundReport

Day = Annotated[str | None, typer.Option(help="A day, 2024-01-31; both ends are included.")]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


def register(app: typer.Typer) -> None:
    for command in (run, backfill, ingest, check, publish):
        app.command()(command)


def run(
    context: typer.Context,
    portal: Annotated[list[str] | None, typer.Option("--portal", help="Only this portal; may be given again.")] = None,
    json: AsJson = False,
) -> None:
    """One whole round in one process: fetch, build, check, publish, alert."""
    from pipeline.stages.rounds import run_round

    with console.status("starting") as status:
        report = run_round(_settings(context), tuple(portal or ()), tell=status.update)
    _show_round(report, json=json)


def backfill(
    context: typer.Context,
    since: Day = None,
    until: Day = None,
    portal: Annotated[list[str] | None, typer.Option("--portal", help="Only this portal; may be given again.")] = None,
    most_pages: Annotated[int, typer.Option(help="Of each portal, in one run.")] = 500,
    json: AsJson = False,
) -> None:
    """Fetch what we never had, published from one day to another, then build, check and publish it.

    Without days: the year up to today. Run it again for what a bound cut off.
    """
    from pipeline.stages.rounds import run_backfill

    with console.status("starting") as status:
        settings = _settings(context)
        report = run_backfill(settings, tuple(portal or ()), since, until, most_pages, tell=status.update)
    _show_round(report, json=json)


def ingest(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Saved pages: .html, .txt, .warc, .warc.gz.")],
    portal: Annotated[str, typer.Option(help="Whose pages they are.")],
    published: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day the article was published.")
    ] = None,
    url: Annotated[str | None, typer.Option(help="Where the page stood.")] = None,
    json: AsJson = False,
) -> None:
    """Load saved pages as if they had been fetched, then check and publish."""
    from pipeline.stages.rounds import run_ingest

    day = published.date() if published else None
    report = run_ingest(_settings(context), portal, files, day, url)
    if json:
        print_json(report)
    else:
        for line in report.lines():
            print_line(line)
    raise typer.Exit(1 if report.needs_a_person else 0)


def check(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="One check; all of them otherwise.")] = None,
    json: AsJson = False,
) -> None:
    """Run checks over everything held and show their bad rows; nothing is changed."""
    from pipeline.stages.checking import show_checks

    found = show_checks(_settings(context), name)
    red = [each for each in found if each.table.rows]
    if json:
        print_json([asdict(each.check) | {"rows": each.table.records()} for each in found])
    else:
        for each in red:
            print_records(
                f"{each.check.name} ({each.check.severity}): {each.check.why}", each.table.columns, each.table.rows[:20]
            )
            print_line(f"do: {each.check.todo}")
        names = ", ".join(each.check.name for each in red)
        print_line(f"{len(found)} checks, {len(red)} with rows{': ' + names if names else ''}")
    raise typer.Exit(1 if red else 0)


def publish(context: typer.Context) -> None:
    """Give readers a new copy of what was accepted."""
    from pipeline.stages import checking

    print_line(str(checking.publish(_settings(context))))


def _show_round(report: "RoundReport", *, json: bool) -> None:
    if json:
        print_json(report)
    else:
        print_table("Portals", ("portal", "outcome", "new pages", "why"), report.portal_rows())
        for line in report.lines():
            print_line(line)
    raise typer.Exit(1 if report.needs_a_person else 0)


def _settings(context: typer.Context) -> Settings:
    settings: Settings = context.obj
    return settings
