"""docker-compose.yml, read without Docker: closed to the outside, no secret in it, every setting known."""

import re
import stat
import subprocess
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from demo.airflow_home import prepare
from pipeline.settings import Limits

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = [name for name, service in SERVICES.items() if service["image"].startswith("parwatch")]
# Of one machine's Airflow only: where it lies, how one logs in, how small it is.
PLACES = {"CORE__PARALLELISM", "CORE__DAGS_FOLDER", "CORE__PLUGINS_FOLDER", "CORE__EXECUTOR", "API__HOST", "API__PORT"}
PLACES |= {"CORE__EXECUTION_API_SERVER_URL", "API__BASE_URL", "SCHEDULER__ENABLE_HEALTH_CHECK"}


def environment(service: str) -> dict[str, str]:
    return {name: str(value) for name, value in SERVICES[service].get("environment", {}).items()}


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_can_do_no_more_than_it_must(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "mem_limit" in service
    assert not {"privileged", "cap_add", "network_mode", "pid"} & set(service)


def test_ports_are_published_on_loopback_only() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", ())]

    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


@pytest.mark.parametrize("name", SERVICES)
def test_secrets_come_from_files(name: str) -> None:
    """Nothing that lets somebody in stands in the environment, and there is no password to fall back to."""
    for key, value in environment(name).items():
        if re.search(r"PASSWORD|SECRET|KEY_ID|FERNET|CONN|BROKER|RESULT_BACKEND|CHANNEL|AIRFLOW_DB", key):
            assert key.endswith(("_CMD", "_FILE")), key
            assert re.fullmatch(r"(cat )?/run/secrets/\w+", value), key
            assert value.rsplit("/", 1)[1] in SERVICES[name]["secrets"]


def test_every_secret_is_made_by_the_script(tmp_path: Path) -> None:
    subprocess.run(["sh", ROOT / "deploy/secrets.sh", tmp_path / "made"], check=True, capture_output=True)

    made = {path.name for path in (tmp_path / "made").iterdir()}
    assert made == set(COMPOSE["secrets"])


def test_secrets_are_random_closed_and_kept(tmp_path: Path) -> None:
    def make(folder: Path) -> dict[str, bytes]:
        subprocess.run(["sh", ROOT / "deploy/secrets.sh", folder], check=True, capture_output=True)
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    first, again, other = make(tmp_path / "one"), make(tmp_path / "one"), make(tmp_path / "two")

    assert first == again
    assert all(first[name] != other[name] for name in first if not name.startswith("channel_"))
    assert not any(b"\n" in secret for secret in first.values())
    assert stat.S_IMODE((tmp_path / "one").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "one").iterdir()} == {0o644}


def test_parwatch_knows_every_setting_it_is_given() -> None:
    files = [*(ROOT / "pipeline/settings").glob("*.py"), *(ROOT / "dags").rglob("*.py")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    known = set(re.findall(r"PARWATCH_[A-Z_]+", code))
    known |= {f"PARWATCH_{name}" for name in re.findall(r'PREFIX \+ "(\w+)"', code)}
    known |= {f"PARWATCH_{name}" for name in re.findall(r"{PREFIX}([A-Z_]+)", code)}
    known |= {f"PARWATCH_{name}_FILE" for name in re.findall(r'_given\("(\w+)"', code)}
    known |= {f"PARWATCH_LIMIT_{name.upper()}" for name in asdict(Limits())}
    given = {key for name in OURS for key in environment(name) if key.startswith("PARWATCH_")}

    assert {key for key in given if not key.startswith("PARWATCH_CHANNEL_")} <= known


def test_every_variable_is_explained() -> None:
    used = set(re.findall(r"(?<!\$)\$\{([A-Z0-9_]+)", TEXT))
    explained = "".join((ROOT / "deploy" / name).read_text(encoding="utf-8") for name in ("env.example", "demo.env"))

    assert not {name for name in used if f"{name}=" not in explained}


def test_postgresql_is_out_of_reach_of_whoever_only_fetches() -> None:
    assert SERVICES["postgres"]["networks"] == ["inside"]
    assert all("inside" not in SERVICES[name]["networks"] for name in ("worker", "demo-world", "demo-receiver"))
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert not {"database_url", "lake_password"} & set(SERVICES["worker"]["secrets"])


def test_airflow_is_set_as_on_one_machine(tmp_path: Path) -> None:
    """What was measured there holds here; what differs is named in PLACES."""
    there = prepare(tmp_path, 8080, {}).environment
    here = environment("scheduler")

    for name in {name for name in there if name.startswith("AIRFLOW__")} & set(here):
        if name.removeprefix("AIRFLOW__") not in PLACES:
            assert here[name] == there[name], name
