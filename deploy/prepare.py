"""Run in the container `init` after `airflow db migrate`, at every start: the pools, and the user ops.

The password is what the secret's file says: to change it, change the file and start anew. Other users are left alone.
"""

import sys
from pathlib import Path

from airflow.providers.fab.auth_manager.cli_commands.utils import get_application_builder

from demo.airflow_setup import make_pools

USER = "ops"
ROLE = "Admin"


def make_user(password: str) -> None:
    with get_application_builder() as builder:
        security = builder.sm
        known = security.find_user(USER)
        if known:
            done = security.reset_password(known.id, password)
        else:
            role = security.find_role(ROLE)
            done = security.add_user(USER, "Ops", "desk", f"{USER}@localhost", role, password)
    if done is False:
        raise SystemExit(f"the user {USER} could not be made; read the lines above")


def main(password_file: str) -> None:
    make_pools()
    make_user(Path(password_file).read_text(encoding="utf-8"))
    sys.stdout.write(f"pools are there; {USER} may log in\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
