"""A stand-in for an object store, to try the profile `scale` without one: `python -m deploy.store FOLDER`.

It is moto's, which checks no key and holds everything in memory. When it is told to end it writes all objects into the
folder, and takes them from there at the next start. Nothing for data that must not be lost.
"""

import signal
import sys
import threading
from pathlib import Path
from typing import Any

import obstore
from obstore.store import LocalStore, S3Store

from deploy.prepare import make_bucket

PORT = 8333
BUCKET = "parwatch"


def main(folder: str) -> None:
    from moto.server import ThreadedMotoServer

    kept = LocalStore(Path(folder))
    inside = ThreadedMotoServer(ip_address="127.0.0.1", port=0)  # what it holds is of the process, whichever the port
    inside.start()
    host, port = inside.get_host_and_port()
    held = S3Store(
        BUCKET,
        endpoint=f"http://{host}:{port}",
        region="us-east-1",
        access_key_id="any",
        secret_access_key="any",
        client_options={"allow_http": True},
    )
    make_bucket(held)
    copy(kept, held)
    outside = ThreadedMotoServer(ip_address="0.0.0.0", port=PORT)
    outside.start()
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    ended.wait()
    outside.stop()
    copy(held, kept)


def copy(source: Any, target: Any) -> None:
    """Make the target hold what the source holds."""
    names = {each["path"] for page in obstore.list(source) for each in page}
    gone = {each["path"] for page in obstore.list(target) for each in page} - names
    for name in sorted(gone):
        obstore.delete(target, name)
    for name in sorted(names):
        obstore.put(target, name, obstore.get(source, name).bytes())


if __name__ == "__main__":
    main(*sys.argv[1:])
