"""Run inside Airflow's environment, once before its processes: database migrated, pools there."""

from airflow.models.pool import Pool
from airflow.utils.db import initdb

# A task that names a pool which does not exist stays scheduled for ever, so they are made before anything runs.
POOLS = {
    "warehouse": (1, "The warehouse file has one writer"),
    "checks": (2, "What checks found is told while messages go out: two at a time leave room for them"),
    "portals": (6, "Portals read at the same time"),
}


def main() -> None:
    initdb()
    make_pools()


def make_pools() -> None:
    for name, (slots, description) in POOLS.items():
        Pool.create_or_update_pool(name, slots, description, include_deferred=False)


if __name__ == "__main__":
    main()
