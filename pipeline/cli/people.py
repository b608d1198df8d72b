"""Commands for people's part: alerts sent by hand, reviews of quarantined figures, silences."""

import getpass
from datetime import datetime
from typing import Annotated, Any

import typer

from pipeline.cli.output import print_json, print_line, print_table
from pipeline.settings import Settings

alerts = typer.Typer(help="Send the alerts that wait, or show them.", invoke_without_command=True)
silences = typer.Typer(help="Switch alerts off, with a reason and an end.", no_args_is_help=True)
Reason = Annotated[str, typer.Option(help="Why; kept with the decision.")]
By = Annotated[str | None, typer.Option(help="Who decides; you, otherwise.")]


def register(app: typer.Typer) -> None:
    app.add_typer(alerts, name="alert")
    app.add_typer(silences, name="silence")
    app.command()(review)


@alerts.callback()
def send_alerts(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be sent; send nothing.")] = False,
) -> None:
    """Send what waits; ends with 3 while something is undelivered."""
    if context.invoked_subcommand:
        return
    from pipeline.stages import alerting

    settings: Settings = context.obj
    if dry_run:
        for subscription, worded in alerting.preview(settings):
            print_line(f"to {subscription.name} over {subscription.channel}:\n{worded.title}\n{worded.body}\n")
        return
    composed = alerting.compose_due(settings)
    report = alerting.deliver(settings, at_once=True)
    print_line(f"{composed} message(s) composed, {report.delivered} delivered, {report.failed} failed")
    alerting.confirm(settings)


@alerts.command("test")
def send_sample(context: typer.Context, name: Annotated[str, typer.Argument(help="A subscription.")]) -> None:
    """Send a sample message to one subscription."""
    from pipeline.stages.alerting import send_sample

    send_sample(context.obj, name)
    print_line(f"{name}: delivered")


def review(
    context: typer.Context,
    observation: Annotated[
        str | None, typer.Argument(help="Key of a pending figure; without it, all are shown.")
    ] = None,
    decision: Annotated[str | None, typer.Option(help="accept, reject or later.")] = None,
    reason: Annotated[str | None, typer.Option(help="Why; kept with the decision.")] = None,
    by: By = None,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show the quarantined figures, or decide on one: accept, reject, later. Readers see a decision at once."""
    from pipeline.stages import checking, reviewing

    if observation is None:
        table = reviewing.pending(context.obj)
        if json:
            print_json(table.records())
        else:
            for row in table.records():
                _print_pending(row)
        raise typer.Exit(1 if table.rows else 0)
    reviewing.decide(context.obj, observation, decision, reason, by or getpass.getuser())
    checking.publish(context.obj)  # also: what is published outlives a damaged warehouse
    print_line(f"{observation}: {decision}")


def _print_pending(row: dict[str, Any]) -> None:
    """One figure that waits: its sentence, why it is doubted, what is held beside it."""
    field = f"/{row['rank_of']}" if row["rank_of"] else ""
    value = "change only" if row["value"] is None else f"{row['value']:f}".rstrip("0").rstrip(".") + field
    print_line(f"{row['observation']}")
    print_line(f"  {row['subject']} {row['period']}, {row['entity_name']}: {row['measure']} {value} ({row['unit']})")
    print_line(f"  “{row['quote']}”")
    print_line(f"  {row['portal']}, {row['published'] or 'no day'}: {row['url']}")
    for name, reason, todo in zip(row["checks"] or [], row["reasons"] or [], row["todo"] or [], strict=False):
        print_line(f"  doubted ({name}): {reason}; {todo}")
    print_line(f"  held: {', '.join(row['held'] or []) or 'nothing'}")


@silences.command("add")
def add_silence(
    context: typer.Context,
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Last day of the silence.")],
    reason: Reason,
    indicator: Annotated[str | None, typer.Option(help="Only this indicator.")] = None,
    entity: Annotated[str | None, typer.Option(help="Only this province.")] = None,
    portal: Annotated[str | None, typer.Option(help="Only this portal.")] = None,
    by: By = None,
) -> None:
    """Hold back alerts until a day."""
    from pipeline.stages import checking, reviewing

    reviewing.add_silence(context.obj, indicator, entity, portal, until.date(), reason, by or getpass.getuser())
    checking.publish(context.obj)  # a rebuild takes silences from the published copy
    print_line(f"silent until {until:%Y-%m-%d}")


@silences.command("list")
def list_silences(context: typer.Context) -> None:
    """Show all silences, those past their end too."""
    from pipeline.stages.reviewing import silences

    table = silences(context.obj)
    print_table("Silences", table.columns, table.rows)
