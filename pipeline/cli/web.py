"""Commands that look at the web: one guarded request, one listing, the portals we know."""

from typing import Annotated

import typer

from pipeline.cli.output import print_json, print_line, print_table
from pipeline.settings import Settings, allowing

portals = typer.Typer(help="The portals we read.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
Allow = Annotated[str, typer.Option(help="A private address that may be reached, with its ports: 127.0.0.1:8701-8720.")]


def register(app: typer.Typer) -> None:
    app.command()(fetch)
    app.command()(discover)
    app.add_typer(portals, name="portals")


def fetch(context: typer.Context, url: str, json: AsJson = False, allow_address: Allow = "") -> None:
    """Make one guarded request and say what came of it. Ends with 0 only where a page was had."""
    from pipeline.stages.fetching import fetch_one

    report = fetch_one(_settings(context, allow_address), url)
    if json:
        print_json(report)
    else:
        print_line(f"{report.outcome}: {report.reason or report.final_url}")
    raise typer.Exit(0 if report.outcome == "ok" else 3)


def discover(context: typer.Context, url: str, json: AsJson = False, allow_address: Allow = "") -> None:
    """List the pages that a feed, sitemap or listing names."""
    from pipeline.stages.fetching import discover_one

    report = discover_one(_settings(context, allow_address), url)
    if json:
        print_json(report)
    else:
        print_table(f"{report.kind}: {len(report.pages)} pages", ("url", "title", "published"), report.rows())


@portals.command("list")
def list_portals(context: typer.Context, json: AsJson = False) -> None:
    """Show every portal: whose it is, where, and what of it was seen to be true."""
    from pipeline.portals import load_portals

    known = load_portals(_settings(context).portals_folder)
    if json:
        print_json(list(known.values()))
        return
    rows = [
        (each.name, each.entity, each.home, each.owner, each.valid_to or "", each.attested or "a guess")
        for each in known.values()
    ]
    print_table(f"{len(rows)} portals", ("portal", "entity", "home", "owner", "valid to", "attested"), rows)


def _settings(context: typer.Context, allow: str = "") -> Settings:
    settings: Settings = context.obj
    return allowing(settings, allow) if allow else settings
