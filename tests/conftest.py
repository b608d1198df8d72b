"""For all tests: no network but loopback, and an Airflow home that is thrown away."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

from pytest_socket import socket_allow_hosts

ROOT = Path(__file__).parents[1]

# Airflow reads its home when it is first imported, by whatever test that is.
_airflow_home = tempfile.mkdtemp(prefix="parwatch-airflow-")
atexit.register(shutil.rmtree, _airflow_home, ignore_errors=True)
os.environ |= {
    "AIRFLOW_HOME": _airflow_home,
    "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
    "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
    "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{_airflow_home}/airflow.db",
}
sys.path.insert(0, str(ROOT / "dags"))


def pytest_runtest_setup() -> None:
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)
