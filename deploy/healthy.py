"""Exit 0 if an address answers 200 and, given a name, says of that part of Airflow that it is healthy.

`python deploy/healthy.py URL [PART]`. Runs every few seconds in each container: standard library, few imports.
"""

import json
import sys
from http.client import HTTPConnection
from urllib.parse import urlsplit

SECONDS = 5


def main(url: str, part: str | None = None) -> int:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        connection.request("GET", parts.path)
        answer = connection.getresponse()
        told = json.loads(answer.read()) if part else {}
    except (OSError, ValueError) as error:
        sys.stdout.write(f"{url}: {error}")
        return 1
    state = told.get(part, {}).get("status") if part else "healthy"
    if answer.status != 200 or state != "healthy":
        sys.stdout.write(f"{url}: {answer.status}, {part or 'server'} {state}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
