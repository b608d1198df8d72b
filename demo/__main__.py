"""`python -m demo`, what `make run` calls: plays the story, then leaves Airflow up until it is stopped."""

import argparse
import os
import sys
from pathlib import Path

from rich.console import Console

from demo.starter import Stopped, until_stopped
from demo.story import Choices, play
from pipeline.errors import ParwatchError


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m demo", description="parwatch at work in a world of its own.")
    parser.add_argument("--once", action="store_true", help="end when the story has ended: 0 if all came as it must")
    parser.add_argument("--home", type=Path, default=Path("data/demo"), help="made anew each time (data/demo)")
    parser.add_argument("--port", type=int, default=8080, help="Airflow's; the next free one if it is taken (8080)")
    parser.add_argument("--world-port", type=int, default=8701, help="the first of the portals' (8701)")
    given = parser.parse_args()
    # Settings of a real installation must not reach the demo.
    for name in [name for name in os.environ if name.startswith("PARWATCH_")]:
        del os.environ[name]
    console = Console(highlight=False)
    try:
        with until_stopped():
            return play(Choices(given.home, given.port, given.world_port, given.once), console)
    except Stopped:
        console.print("stopped")
        return 0
    except (ParwatchError, OSError) as error:
        sys.stderr.write(f"demo: {' '.join(str(error).split())}\n")
        return 3


if __name__ == "__main__":
    sys.exit(main())
