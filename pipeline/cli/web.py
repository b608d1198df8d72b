"""Commands that look at the web: one guarded request, one listing, the portals we know."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.output import complain, print_json, print_line, print_table
from pipeline.model import Portal
from pipeline.settings import Settings, allowing

if TYPE_CHECKING:
    from pipeline.stages.rhythms import NextLook

portals = typer.Typer(help="The portals we read.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
Allow = Annotated[str, typer.Option(help="A private address that may be reached, with its ports: 127.0.0.1:8701-8720.")]


def register(app: typer.Typer) -> None:
    app.command()(fetch)
    app.command()(discover)
    app.command()(drill)
    app.add_typer(portals, name="portals")


def fetch(
    context: typer.Context,
    url: str,
    keep: Annotated[bool, typer.Option("--keep", help="Archive it for its portal; the next round loads it.")] = False,
    json: AsJson = False,
    allow_address: Allow = "",
) -> None:
    """Make one guarded request and say what came of it. Ends with 0 only where a page was had."""
    from pipeline.stages.addressing import fetch_addresses
    from pipeline.stages.one_address import fetch_one

    settings = _settings(context, allow_address)
    if keep:
        [kept] = fetch_addresses(settings, [url])
        if json:
            print_json(kept)
        else:
            print_line(f"{kept.portal}: {kept.state}: {kept.why or kept.archive_file}")
        raise typer.Exit(3 if kept.is_broken else 0)
    report = fetch_one(settings, url)
    if json:
        print_json(report)
    else:
        print_line(f"{report.outcome}: {report.reason or report.final_url}")
        if report.unread:
            print_line(f"no text: {report.unread}")
    raise typer.Exit(0 if report.outcome == "ok" else 3)


def discover(context: typer.Context, url: str, json: AsJson = False, allow_address: Allow = "") -> None:
    """List the pages that a feed, sitemap or listing names."""
    from pipeline.stages.one_address import discover_one

    report = discover_one(_settings(context, allow_address), url)
    if json:
        print_json(report)
    elif report.outcome == "ok":
        print_table(f"{report.kind}: {len(report.pages)} pages", ("url", "title", "published"), report.rows())
        if report.reason:
            complain(report.reason)
    else:
        print_line(f"{report.outcome}: {report.reason}")
    raise typer.Exit(0 if report.outcome == "ok" else 3)


@portals.command("list")
def list_portals(context: typer.Context, json: AsJson = False) -> None:
    """Show every portal: whose it is, where, and what of it was seen to be true. Ends with 2 where a file is wrong."""
    from pipeline.portals import read_portals
    from pipeline.stages.rhythms import next_looks

    settings = _settings(context)
    known, broken = read_portals(settings.portals_folder)
    looks = next_looks(settings, known)
    if json:
        print_json([asdict(each) | {"next_look": looks.get(name)} for name, each in known.items()])
    else:
        _show_portals(known, looks)
    for error in broken.values():
        complain(str(error))
    raise typer.Exit(2 if broken else 0)


def _show_portals(known: Mapping[str, Portal], looks: "Mapping[str, NextLook]") -> None:
    rows = [
        (each.name, each.entity, each.home, each.owner, each.valid_to or "", each.attested or "a guess")
        for each in known.values()
    ]
    print_table(f"{len(rows)} portals", ("portal", "entity", "home", "owner", "valid to", "attested"), rows)
    times = [(name, look.due_at, f"{look.every_seconds:.0f} s", look.why) for name, look in looks.items()]
    if times:
        print_table("looked at for news (UTC)", ("portal", "next, at the earliest", "every", "why"), times)


@portals.command("check")
def check_portal(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(help="Portals; all that are watched, if none is named.")] = None,
    json: AsJson = False,
    allow_address: Allow = "",
) -> None:
    """Look at portals live: what works, what does not, and which line of the file to change."""
    from pipeline.stages.fetching import plan
    from pipeline.stages.portal_probe import check_portals

    settings = _settings(context, allow_address)
    reports = check_portals(settings, tuple(names or ()) or plan(settings))
    if json:
        print_json(reports)
    for report in () if json else reports:
        print_table(report.portal, ("", "looked at", "said", "change"), report.rows())
    raise typer.Exit(0 if all(report.is_ok for report in reports) else 1)


@portals.command("new")
def new_portal(
    context: typer.Context,
    url: str,
    write: Annotated[bool, typer.Option("--write", help="Write the file into the folder of portals.")] = False,
    allow_address: Allow = "",
) -> None:
    """Start a portal's file by looking at its site: feeds, sitemap, listings, one article."""
    from pipeline.portals import FOLDER
    from pipeline.stages.portal_draft import draft_portal, write_draft

    settings = _settings(context, allow_address)
    draft = draft_portal(settings, url)
    for line in draft.seen:
        print_line(f"# {line}")
    print_line(draft.text)
    if write:
        print_line(f"written: {write_draft(draft, settings.portals_folder or FOLDER)}")


def drill(
    context: typer.Context,
    portal: Annotated[list[str] | None, typer.Option(help="Only these portals' pages.")] = None,
    json: AsJson = False,
) -> None:
    """Break stored good pages on purpose: every fault must be seen, and no good page may raise an alarm."""
    from pipeline.stages.drill import run_drill

    report = run_drill(_settings(context), portal or ())
    wrong = [row for row in report.rows() if row[0] != "ok"]
    if json:
        print_json(report)
    else:
        right = len(report.cases) - len(wrong)
        print_line(f"{right} of {len(report.cases)} pages judged rightly, whole ones and broken ones")
    if wrong and not json:
        print_table("not seen, or a false alarm", ("", "portal", "fault", "said", "url"), wrong)
    raise typer.Exit(0 if report.is_green else 1)


def _settings(context: typer.Context, allow: str = "") -> Settings:
    settings: Settings = context.obj
    return allowing(settings, allow) if allow else settings
