"""Commands for whoever keeps parwatch running."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.output import print_json, print_line


def register(app: typer.Typer) -> None:
    app.command()(doctor)


def doctor(
    context: typer.Context,
    airflow_home: Annotated[
        Path | None, typer.Option(envvar="AIRFLOW_HOME", help="Look at Airflow's pools too.", show_default=False)
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say what is misconfigured and what to do; ends with 1 if anything is. Changes nothing."""
    from pipeline.stages.doctor import examine

    found = examine(context.obj, airflow_home)
    if json:
        print_json(found)
    else:
        for each in found:
            print_line(f"{'✓' if each.is_well else '✗'} {each.what}: {each.told}")
    raise typer.Exit(0 if all(each.is_well for each in found) else 1)
