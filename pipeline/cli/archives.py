"""Commands that read the archive again: replay, rebuild, verify."""

from typing import Annotated

import typer

from pipeline.cli.output import counting, print_json, print_line, print_table

AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
Day = Annotated[str | None, typer.Option(help="A day, 2025-07-01; both ends are included.")]


def register(app: typer.Typer) -> None:
    for command in (replay, rebuild, verify):
        app.command()(command)


def replay(
    context: typer.Context,
    portal: Annotated[str | None, typer.Option(help="Only this portal.")] = None,
    since: Day = None,
    until: Day = None,
    compare: Annotated[
        bool, typer.Option("--compare/--load", help="Show the differences, or load the new reading.")
    ] = True,
    reason: Annotated[str, typer.Option(help="Why it is loaded.")] = "",
    json: AsJson = False,
) -> None:
    """Read archived pages again with the code of today. Never alerts."""
    from pipeline.stages.replaying import replay

    report = replay(context.obj, portal=portal, since=since, until=until, reason=reason, compare_only=compare)
    if json:
        print_json(report)
        return
    rows = [(d.portal, d.subject, d.entity, d.period, d.measure, d.before, d.after, d.url) for d in report.differences]
    if rows:
        print_table(
            "Differences", ("portal", "subject", "entity", "period", "measure", "before", "after", "page"), rows
        )
    done = "loaded" if report.loaded else "compared, nothing was written"
    print_line(f"{report.batches} batch(es) read again, {len(rows)} difference(s); {done}")


def rebuild(context: typer.Context) -> None:
    """Make every table anew from the archive; people's decisions and what was told stay."""
    from pipeline.stages.replaying import rebuild

    with counting("batches read") as tell:
        batches = rebuild(context.obj, tell=tell)
    print_line(f"{batches} batch(es) read; the tables are new and published")


def verify(context: typer.Context, json: AsJson = False) -> None:
    """Cut every published quote out of the archived bytes again. Ends with 3 if one does not hold."""
    from pipeline.stages.verifying import verify

    with counting("pages seen") as tell:
        report = verify(context.obj, tell)
    if json:
        print_json(report)
    else:
        for flaw in report.flaws:
            print_line(f"{flaw.archive_file}: {flaw.url}: {flaw.why}")
        print_line(f"{report.quotes} quotes of {report.pages} pages cut again, {len(report.flaws)} flaw(s)")
    raise typer.Exit(3 if report.flaws else 0)
