"""Edge: a compose project with the demo in it: started, asked, one of its containers killed."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from demo.airflow_home import ROOT

RECOVERY_SECONDS = 240


class TrialError(Exception):
    """Something did not come as it must."""


@dataclass(slots=True)
class Trial:
    """One compose project, the clock, and how to speak with both."""

    environment: dict[str, str]
    options: list[str]  # of `up`
    began: float = field(default_factory=time.monotonic)

    def say(self, text: str) -> None:
        sys.stdout.write(f"{time.monotonic() - self.began:6.0f} s  {text}\n")
        sys.stdout.flush()

    def compose(self, *arguments: str) -> str:
        return run(["docker", "compose", "--env-file", "deploy/demo.env", *arguments], self.environment)

    def up(self) -> None:
        began = time.monotonic()
        self.compose("up", "--detach", "--wait", "--wait-timeout", "600", *self.options)
        services = [json.loads(line) for line in self.compose("ps", "--format", "json").splitlines()]
        self.say(f"up: {len(services)} containers run and are healthy after {time.monotonic() - began:.0f} s")

    def messages(self) -> list[dict[str, str]]:
        # Not `compose logs`, which adds the marks of a terminal.
        log = run(["docker", "logs", self.compose("ps", "--quiet", "demo-receiver")])
        return [json.loads(line) for line in log.splitlines() if line.startswith("{")]

    def facts(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.compose("exec", "-T", "scheduler", "python", "-m", "deploy.facts"))
        return found

    def kill(self, service: str) -> None:
        """From outside, its first process, as the kernel does when memory ends. `docker kill` would count as a wish."""
        container = self.compose("ps", "--quiet", service).split()[0]
        restarts, pid = _inspect(container, "{{.RestartCount}} {{.State.Pid}}").split()
        run(["kill", "-9", pid])
        began = time.monotonic()
        self.say(f"killed {service}, process {pid}")
        while time.monotonic() < began + RECOVERY_SECONDS:
            now, state = _inspect(container, "{{.RestartCount}} {{.State.Health.Status}}").split()
            if int(now) > int(restarts) and state == "healthy":
                self.say(f"{service} is healthy again {time.monotonic() - began:.0f} s after the kill")
                return
            time.sleep(1)
        raise TrialError(f"{service} was killed and is not healthy again after {RECOVERY_SECONDS} s")


def _inspect(container: str, form: str) -> str:
    return run(["docker", "inspect", "--format", form, container])


def run(command: list[str], environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise TrialError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr.strip()[-2000:]}")
    return done.stdout.strip()
