"""Run in the container `init` after `airflow db migrate`, at every start: the pools, the user ops, a place for a lake.

Passwords are what the secrets' files say: to change one, change its file and start anew. Other users are left alone.
"""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from pipeline.settings import ObjectStore, Settings, load_settings

USER = "ops"
ROLE = "Admin"
LAKE = "lake"  # the database and its only user, beside Airflow's own


def make_user(password: str) -> None:
    from airflow.providers.fab.auth_manager.cli_commands.utils import get_application_builder

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


def make_database(admin: str, password: str) -> None:
    """A database of the lake's own in Airflow's PostgreSQL, where only its user comes in."""
    import psycopg2
    from psycopg2 import sql

    connection = psycopg2.connect(admin.replace("+psycopg2", "", 1))
    connection.autocommit = True  # a database cannot be made inside a transaction
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname = %s", [LAKE])
        verb = "ALTER" if cursor.fetchone() != (0,) else "CREATE"
        cursor.execute(sql.SQL(f"{verb} ROLE {LAKE} LOGIN PASSWORD {{}}").format(sql.Literal(password)))
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [LAKE])
        if cursor.fetchone() == (0,):
            cursor.execute(f"CREATE DATABASE {LAKE} OWNER {LAKE}")
        cursor.execute(f"REVOKE CONNECT ON DATABASE {LAKE} FROM PUBLIC")
    connection.close()


def make_bucket(store: Any) -> None:
    """Buckets are made by whoever runs a store; ours is run by nobody else."""
    import obstore

    try:
        urlopen(Request(obstore.sign(store, "PUT", "", timedelta(minutes=5)), method="PUT")).close()
    except HTTPError as error:
        if error.code != 409:  # it is there
            raise


def _store(url: str, who: ObjectStore) -> Any:
    from obstore.store import S3Store

    return S3Store(
        urlsplit(url).netloc,
        endpoint=who.endpoint,
        region=who.region,
        access_key_id=who.key_id,
        secret_access_key=who.secret,
        client_options={"allow_http": True},
    )


def prepare_lake(settings: Settings, admin: str) -> None:
    if settings.lake and "host=postgres " in settings.lake.url:
        make_database(admin, settings.lake.password)
    host = urlsplit(settings.objects.endpoint).hostname or ""
    if settings.archive_url and host and "." not in host:  # a container of ours
        make_bucket(_store(settings.archive_url, settings.objects))


def main(password_file: str, database_file: str) -> None:
    from demo.airflow_setup import make_pools

    make_pools()
    make_user(Path(password_file).read_text(encoding="utf-8"))
    prepare_lake(load_settings(), Path(database_file).read_text(encoding="utf-8"))
    sys.stdout.write(f"pools are there; {USER} may log in\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
