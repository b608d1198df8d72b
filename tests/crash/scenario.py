"""What people and machines do with parwatch, one process after the other, in a small world of real loopback servers."""

import json
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from crash.child import Forge, Order, forge
from crash.compare import State, state
from crash.steps import DECIDE, LATER, PORTALS, PROVINCES, STEPS, SUBSCRIPTIONS, Step
from demo.world import World, serve
from pipeline.settings import Settings
from pipeline.warehouse.access import writer
from pipeline.warehouse.held import mark_all_stale, refresh_stale
from receivers import MailServer, Webhook, mail_server, webhook

IN_MEMORY = Path("/dev/shm")  # a kill loses nothing that the kernel holds; a disk would only be slower
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class After:
    """What a step left, and the messages that were taken in it."""

    state: State
    told: list[tuple[str, str]]
    points: Counter[str]  # that its process passed, and how often


@dataclass
class Lane:
    """A world with its receivers and one home folder, always at the same place and addresses."""

    folder: Path
    world: World
    desk: Webhook
    mail: MailServer
    portals: Path
    forge: Forge
    decision: tuple[str, ...] = ()  # what is reviewed, and how, once a figure waits
    steps: tuple[Step, ...] = STEPS

    @property
    def disk(self) -> Path:
        """A folder of its own, so that a test can mount a small disk there."""
        return self.folder / "disk"

    @property
    def home(self) -> Path:
        return self.disk / "home"

    @property
    def settings(self) -> Settings:
        return Settings(self.home, portals_folder=self.portals)

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PARWATCH_HOME": str(self.home),
            "PARWATCH_PORTALS": str(self.portals),
            "PARWATCH_ALLOW_ADDRESSES": self.world.allowed,
            "PARWATCH_SUBSCRIPTIONS": str(self.folder / "subscriptions.toml"),
            "PARWATCH_CHANNEL_DESK": self.desk.address,
            "PARWATCH_CHANNEL_MAIL": self.mail.address,
        }

    def order(self, step: Step, **how: object) -> Order:
        arguments = ("parwatch", "review", *self.decision) if step.arguments == (DECIDE,) else step.arguments
        self.world.edition = step.edition
        return Order(arguments, self.environment, **{"log": str(self.log), **how})  # type: ignore[arg-type]

    def command_line(self, step: Step) -> tuple[list[str], dict[str, str]]:
        """The step as a person types it, and the environment it needs: for what must not be forked."""
        given = self.order(step)
        code = "import sys; from pipeline.cli import main; sys.argv[0] = 'parwatch'; main()"
        return [sys.executable, "-c", code, *given.arguments[1:]], os.environ | self.environment | {
            "PYTHONPATH": str(ROOT)
        }

    def run(self, step: Step, **how: object) -> int:
        code = self.forge.run(self.order(step, **how))
        assert code in {0, 1}, f"{step.name}: {code}: {self.log.read_text()}"
        return code

    def kept(self, place: int) -> Path:
        return self.folder / f"before-{place}"

    def keep(self, place: int) -> None:
        shutil.rmtree(self.kept(place), ignore_errors=True)
        shutil.copytree(self.home, self.kept(place), symlinks=True)

    def restore(self, place: int) -> None:
        """The home as it stood before a step; nothing was told yet."""
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(self.kept(place), self.home, symlinks=True)
        self.forget()

    def told(self) -> list[tuple[str, str]]:
        """Each message that a receiver took, by its key, copies too."""
        return [("desk", str(key)) for key in self.desk.keys] + [("mail", key) for key in self.mail.keys]

    def choose(self) -> None:
        """One of the figures that wait, by its key, which is the same in every run at these addresses."""
        code = self.forge.run(Order(("parwatch", "review", "--json"), self.environment, str(self.log)))
        assert code == 1
        rows = sorted(json.loads(self.log.read_text()), key=lambda row: str(row["observation"]))
        right = next(row for row in rows if row["entity"] == "dien-bien" and row["value"] == 50)
        self.decision = (str(right["observation"]), "--decision", "accept", "--reason", "as in the table", "--by", "An")

    def cut(self) -> None:
        """Leave the official figures of a few provinces only: there is less to work out in each process."""
        with writer(self.settings) as warehouse:
            warehouse.execute(f"DELETE FROM core.official_figure WHERE entity NOT IN {PROVINCES}")
            mark_all_stale(warehouse)
            refresh_stale(warehouse)

    def undisturbed(self) -> list[After]:
        """Run all steps, and keep the home before each; what there was after each."""
        self.home.mkdir(parents=True)
        after = []
        for place, step in enumerate(self.steps):
            if step.arguments == (DECIDE,):
                self.choose()
            self.keep(place)
            self.forget()
            listing = self.folder / "points"
            self.run(step, listing=str(listing))
            after.append(self.look(Counter(listing.read_text(encoding="utf-8").splitlines()), views=step.publishes))
            if place == 0:
                self.cut()
        return after

    def look(self, points: Counter[str] | None = None, *, views: bool = True) -> After:
        """With the views of the published copy, or without: where a step publishes nothing it is the one before."""
        return After(state(self.settings, views=views), self.told(), points or Counter())

    def forget(self) -> None:
        self.desk.taken.clear()
        self.mail.taken.clear()


@contextmanager
def lanes(count: int, first_port: int = 19_100, steps: tuple[Step, ...] = STEPS) -> Iterator[list[Lane]]:
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="parwatch-crash-", dir=IN_MEMORY if IN_MEMORY.is_dir() else None))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        yield [
            stack.enter_context(lane(folder / str(number), first_port + 40 * number, steps)) for number in range(count)
        ]


@contextmanager
def lane(folder: Path, first_port: int, steps: tuple[Step, ...] = STEPS) -> Iterator[Lane]:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "subscriptions.toml").write_text(SUBSCRIPTIONS, encoding="utf-8")
    with serve(first_port) as world, webhook() as desk, mail_server() as mail, forge() as runner:
        for piece in LATER:
            world.publish(piece)
        portals = folder / "portals"
        _without_pauses(world)
        world.write_portals(portals)
        for path in portals.glob("*.toml"):
            if path.stem not in PORTALS:
                path.unlink()
        yield Lane(folder, world, desk, mail, portals, runner, steps=steps)


def _without_pauses(world: World) -> None:
    """Politeness is another test's."""
    for place, site in enumerate(world.sites):
        world.sites[place] = replace(site, portal=site.portal | {"delay_seconds": 0.0})
