"""The loop: kill a step's process at a point, run the step again, finish the round, compare."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from crash.compare import differences
from crash.scenario import After, Lane
from crash.steps import Step

KILLED = -9
FINISHED_EVERY = 40  # kills after which all later steps are run too; after the others, the state is compared at once


@dataclass(frozen=True)
class Kill:
    """Where a process is to die: in which step, after which point, for the how-manieth time it passes there."""

    place: int
    step: str
    point: str
    nth: int

    @property
    def stage(self) -> str:
        return self.point.partition(":")[0]

    @property
    def line(self) -> str:
        return f"{self.step} | {self.point} | {self.nth}"


def kills(steps: Sequence[Step], calm: Sequence[After]) -> list[Kill]:
    """Each point in the first step that passes it and in the last: there for the first time, here for the last."""
    first: dict[str, Kill] = {}
    last: dict[str, Kill] = {}
    for place, (step, after) in enumerate(zip(steps, calm, strict=True)):
        task = step.arguments[-1]
        for name, times in after.points.items():
            key = f"{task} {name}"
            first.setdefault(key, Kill(place, step.name, name, 1))
            last[key] = Kill(place, step.name, name, times)
    return sorted({*first.values(), *last.values()}, key=lambda one: (one.place, one.point, one.nth))


def disturb(lane: Lane, calm: list[After], kill: Kill, *, to_the_end: bool) -> list[str]:
    """What differs afterwards; empty where nothing does."""
    lane.restore(kill.place)
    step = lane.steps[kill.place]
    code = lane.forge.run(lane.order(step, kill_at=kill.point, nth=kill.nth))
    if code != KILLED:
        return [f"was not killed there, but ended with {code}"]
    if (code := lane.forge.run(lane.order(step))) not in {0, 1}:
        return [f"run again it ended with {code}: {lane.log.read_text(encoding='utf-8')[-600:]}"]
    found = _compared(lane, calm[kill.place], may_repeat=_may_repeat(kill))
    for place in range(kill.place + 1, len(lane.steps) if to_the_end else 0):
        lane.forget()
        if place == 1:
            lane.cut()
        if (code := lane.forge.run(lane.order(lane.steps[place]))) not in {0, 1}:
            return [*found, f"{lane.steps[place].name} ended with {code}"]
        found += [f"{lane.steps[place].name}: {each}" for each in _compared(lane, calm[place], may_repeat=False)]
    return found


def _may_repeat(kill: Kill) -> bool:
    """Between taking a message and noting that it was taken lies the one gap in which it may come twice."""
    return kill.stage == "deliver" and not kill.point.endswith("COMMIT")


def _compared(lane: Lane, calm: After, *, may_repeat: bool) -> list[str]:
    now = lane.look(views=calm.state.readers != {})
    found = differences(calm.state, now.state)
    before, after = Counter(calm.told), Counter(now.told)
    found += [f"not told: {each}" for each in before - after]
    found += [f"told besides: {each}" for each in after.keys() - before.keys()]
    repeated = sum((after - before).values())
    if repeated > may_repeat:
        found.append(f"{repeated} message(s) came twice")
    texts: dict[str | None, set[str]] = {}
    for key, text in lane.desk.taken:
        texts.setdefault(key, set()).add(text)
    return found + [f"{key} came with two texts" for key, each in texts.items() if len(each) > 1]


def done_before(record: Path) -> dict[str, str]:
    """Results that an interrupted loop has written, by kill."""
    lines = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
    return {line.rpartition(" | ")[0]: line.rpartition(" | ")[2] for line in lines}


def told(results: dict[str, str], all_kills: list[Kill]) -> Iterator[str]:
    """A table: kills a stage, and how many left a difference."""
    kills_of, bad_of = Counter[str](), Counter[str]()
    for kill in all_kills:
        if kill.line in results:
            kills_of[kill.stage] += 1
            bad_of[kill.stage] += results[kill.line] != "same"
    yield f"{'stage':12} {'kills':>6} {'differ':>7}"
    for stage, count in sorted(kills_of.items()):
        yield f"{stage:12} {count:6} {bad_of[stage]:7}"
    yield f"{'all':12} {kills_of.total():6} {bad_of.total():7}"
