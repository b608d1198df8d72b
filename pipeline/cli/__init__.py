"""The command line: the same stages by hand.

Exit codes: 0 done, 1 done but a person is needed, 2 bad use, 3 could not.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import archives, documents, figures, people, reading, rounds, upkeep, web
from pipeline.cli.output import complain
from pipeline.errors import ParwatchError
from pipeline.settings import load_settings

app = typer.Typer(
    help="Watch Vietnamese provincial portals for public-administration reform figures.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for part in (rounds, figures, documents, people, archives, upkeep, reading, web):
    part.register(app)


@app.callback()
def choose_home(
    context: typer.Context,
    home: Annotated[Path | None, typer.Option(help="Home folder; else PARWATCH_HOME, else ./data.")] = None,
) -> None:
    context.obj = load_settings(home)


def main() -> None:
    """Run one command; an error that parwatch knows is one line on standard error, never a traceback."""
    try:
        app()
    except ParwatchError as error:
        complain(str(error))
        sys.exit(error.exit_code)
    except BrokenPipeError:  # the reader of our output (head, less) left
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        complain("interrupted; nothing is half-written, run the same command again")
        sys.exit(130)


if __name__ == "__main__":
    main()
