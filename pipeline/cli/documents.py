"""Commands that write files for people and programs elsewhere: exports and the report."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.output import print_json, print_line

AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]


def register(app: typer.Typer) -> None:
    for command in (export, report):
        app.command()(command)


def export(
    context: typer.Context,
    views: Annotated[list[str] | None, typer.Argument(help="Views; all that are offered otherwise.")] = None,
    form: Annotated[str, typer.Option("--format", help="parquet, csv or xlsx.")] = "parquet",
    out: Annotated[Path, typer.Option(help="Folder for the files.")] = Path("export"),
    json: AsJson = False,
) -> None:
    """Write what is published to Parquet, CSV or Excel, with a description of every column and source."""
    from pipeline.stages.exporting import export

    report = export(context.obj, views or (), form, out)
    if json:
        print_json(report)
        return
    for path in report.files:
        print_line(str(path))


def report(
    context: typer.Context, out: Annotated[Path, typer.Option(help="The file to write.")] = Path("report.html")
) -> None:
    """Write what is published as one HTML page: board, provinces, claims, coverage. Needs no network."""
    from pipeline.stages.reporting import report

    print_line(str(report(context.obj, out)))
