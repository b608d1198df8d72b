"""What the published copy holds, as one JSON object: for comparing one run with another, or before with after.

`figures` and `articles` are digests of what was read, without keys and times: two runs over the same pages are equal.
"""

import json
import sys
from hashlib import sha256

from pipeline.settings import load_settings
from pipeline.warehouse.access import reader

ALERTS = "SELECT reason, subject, entity, period FROM core.alert ORDER BY ALL"
COUNTS = {name: f"SELECT count(*) FROM core.{name}" for name in ("article", "observation", "alert", "delivery")}
DIGESTS = {
    "figures": """
        SELECT portal, subject, entity, period, basis, measure, value::VARCHAR, unit, rank_of, kind, quote, status
        FROM core.observation ORDER BY ALL""",
    "articles": "SELECT portal, url, title, published, body_sha256, copies, relation FROM core.article ORDER BY ALL",
}


def main() -> None:
    with reader(load_settings()) as published:
        facts: dict[str, object] = {name: published.count(sql) for name, sql in COUNTS.items()}
        for name, sql in DIGESTS.items():
            facts[name] = sha256(repr(published.execute(sql)).encode()).hexdigest()
        facts["alerts"] = [list(row) for row in published.execute(ALERTS)]
    sys.stdout.write(json.dumps(facts, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
