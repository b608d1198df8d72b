"""A home folder -> Airflow's environment in it: paths, secrets made once, settings measured for one machine."""

import base64
import json
import os
import secrets
import sys
from dataclasses import dataclass
from pathlib import Path

from demo.world.server import HOST

ROOT = Path(__file__).resolve().parent.parent
USER = "ops"


@dataclass(frozen=True, slots=True)
class AirflowHome:
    """Where one Airflow lives and how it is reached."""

    folder: Path
    port: int
    password: str
    environment: dict[str, str]

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"


def prepare(home: Path, port: int, extra: dict[str, str]) -> AirflowHome:
    """Make `home`/airflow ready to start. What exists is kept: the password and the secrets stay the same."""
    folder = home.absolute() / "airflow"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    password = _password(folder / "passwords.json")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")},
        **_settings(folder, port),
        "PARWATCH_HOME": str(home.absolute()),
        "PARWATCH_AIRFLOW_DB": f"sqlite:///{folder / 'airflow.db'}",  # Airflow hides its own from tasks
        "PYTHONPATH": _path("PYTHONPATH", str(ROOT / "dags"), str(ROOT)),
        "PATH": _path("PATH", str(Path(sys.executable).parent)),
        **extra,
    }
    return AirflowHome(folder, port, password, environment)


def _settings(folder: Path, port: int) -> dict[str, str]:
    url = f"http://{HOST}:{port}"
    settings = {
        "CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
        "CORE__LOAD_EXAMPLES": "False",
        "CORE__EXECUTOR": "LocalExecutor",
        "CORE__PARALLELISM": "4",
        "CORE__DEFAULT_TASK_RETRIES": "2",
        "CORE__FERNET_KEY": _secret(folder / "fernet_key", urlsafe=True),
        "CORE__SIMPLE_AUTH_MANAGER_USERS": f"{USER}:admin",
        "CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "False",
        "CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(folder / "passwords.json"),
        "CORE__EXECUTION_API_SERVER_URL": f"{url}/execution/",
        "DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{folder / 'airflow.db'}",
        "API__HOST": HOST,
        "API__PORT": str(port),
        "API__BASE_URL": url,
        "API__WORKERS": "1",
        "API__SECRET_KEY": _secret(folder / "api_secret"),
        "API_AUTH__JWT_SECRET": _secret(folder / "jwt_secret"),
        # Without these two a task costs a second and a red one five.
        "SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.25",
        "WORKERS__MIN_HEARTBEAT_INTERVAL": "1",
        # A killed api-server is back within half a minute: tasks wait so long. Five tries may be over in five seconds.
        "WORKERS__EXECUTION_API_RETRIES": "15",
        "WORKERS__EXECUTION_API_RETRY_WAIT_MAX": "5",
        "SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "30",
        "SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "60",
        "SCHEDULER__ENABLE_HEALTH_CHECK": "False",  # it would listen on all interfaces
        "DAG_PROCESSOR__REFRESH_INTERVAL": "30",
        "DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "60",
        "LOGGING__LOGGING_LEVEL": "INFO",
        "USAGE_DATA_COLLECTION__ENABLED": "False",
    }
    return {"AIRFLOW_HOME": str(folder)} | {f"AIRFLOW__{name}": value for name, value in settings.items()}


def _path(name: str, *first: str) -> str:
    """A search path of ours, then what it was before."""
    return os.pathsep.join([*first, *filter(None, [os.environ.get(name)])])


def _password(path: Path) -> str:
    if not path.exists():
        _write(path, json.dumps({USER: secrets.token_urlsafe(12)}))
    return str(json.loads(path.read_text(encoding="utf-8"))[USER])


def _secret(path: Path, *, urlsafe: bool = False) -> str:
    """64 random bytes in hexadecimal; a Fernet key is 32 bytes in URL-safe base64."""
    if not path.exists():
        _write(path, base64.urlsafe_b64encode(secrets.token_bytes(32)).decode() if urlsafe else secrets.token_hex(64))
    return path.read_text(encoding="utf-8")


def _write(path: Path, text: str) -> None:
    """Created for its owner only, in one step: it is never readable by others, not for a moment."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
