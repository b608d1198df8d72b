"""`python -m demo.world`: the demo world as a program of its own, for a container. SIGUSR1 brings out edition 2."""

import argparse
import signal
from pathlib import Path

from demo.home import SUBSCRIPTIONS
from demo.world.server import HOST, serve

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGUSR1)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m demo.world", description="The demo's portals.")
    parser.add_argument("--host", default=HOST, help=f"address to listen at ({HOST})")
    parser.add_argument("--name", default=HOST, help=f"host in the portals' addresses ({HOST})")
    parser.add_argument("--port", type=int, default=8701, help="of the first portal (8701)")
    parser.add_argument("--write", type=Path, required=True, help="folder that gets portals/ and subscriptions.toml")
    given = parser.parse_args()
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)  # before any thread is there: each would inherit the open mask
    with serve(given.port, given.host, given.name) as world:
        news = given.write / "edition-2-is-out"
        world.write_portals(given.write / "portals")
        (given.write / "subscriptions.toml").write_text(SUBSCRIPTIONS, encoding="utf-8")
        world.edition = 2 if news.exists() else 1  # what is printed stays printed, also after a new start
        while signal.sigwait(SIGNALS) == signal.SIGUSR1:
            world.edition = 2
            news.touch()


if __name__ == "__main__":
    main()
