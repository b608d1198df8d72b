"""Edge: the few calls to Airflow's REST API that the demo and its tests need, as the user `ops`."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

from demo.airflow_home import USER, AirflowHome

RUNNING = frozenset({"queued", "running"})
ENDED_BADLY = frozenset({"failed", "upstream_failed"})


@dataclass(frozen=True, slots=True)
class Task:
    """One task instance of one run."""

    dag: str
    run: str
    task: str
    state: str | None
    label: str | None


@dataclass(frozen=True, slots=True)
class Run:
    dag: str
    run: str
    state: str
    began_at: datetime | None = None
    ended_at: datetime | None = None


class AirflowApi:
    """Signed in once; the token outlives any demo."""

    def __init__(self, home: AirflowHome) -> None:
        self._url = home.url
        self._token = ""
        signed_in = self._call("POST", "/auth/token", {"username": USER, "password": home.password})
        self._token = str(signed_in["access_token"])

    def dags(self) -> list[str]:
        return sorted(each["dag_id"] for each in self._call("GET", "/api/v2/dags?limit=100")["dags"])

    def import_errors(self) -> list[str]:
        found = self._call("GET", "/api/v2/importErrors")["import_errors"]
        return [f"{each['filename']}: {each['stack_trace'].strip().splitlines()[-1]}" for each in found]

    def runs(self) -> list[Run]:
        found = self._call("GET", "/api/v2/dags/~/dagRuns?limit=100&order_by=-run_after")["dag_runs"]
        return [
            Run(
                each["dag_id"],
                each["dag_run_id"],
                each["state"],
                _moment(each["start_date"]),
                _moment(each["end_date"]),
            )
            for each in found
        ]

    def tasks(self, dag: str, run: str) -> list[Task]:
        query = urlencode({"limit": 200})
        found = self._call("GET", f"/api/v2/dags/{dag}/dagRuns/{quote(run, safe='')}/taskInstances?{query}")
        return [
            Task(dag, run, each["task_id"], each["state"], each.get("rendered_map_index"))
            for each in found["task_instances"]
        ]

    def trigger(self, dag: str, conf: dict[str, Any]) -> str:
        """Start a run as the form does; returns its id."""
        started = self._call("POST", f"/api/v2/dags/{dag}/dagRuns", {"logical_date": None, "conf": conf})
        return str(started["dag_run_id"])

    def _call(self, method: str, path: str, sent: dict[str, Any] | None = None) -> Any:
        request = Request(
            self._url + path,
            data=json.dumps(sent).encode() if sent is not None else None,
            method=method,
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"},
        )
        with urlopen(request, timeout=20) as answer:
            return json.load(answer)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


UNREACHABLE = (HTTPError, URLError, TimeoutError, ConnectionError)
