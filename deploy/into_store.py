"""Send the archive and the inbox of the home folder into the object store, once, before anything uses that.

`python -m deploy.into_store`, with the settings of the store. What lies there already is not sent again; nothing is
deleted here.
"""

import sys

from pipeline.archive.store import ARCHIVE, INBOX, name_of, store_of
from pipeline.settings import Settings, load_settings


def send(settings: Settings) -> int:
    """Returns how many files were sent. The inbox comes last: what it names is there."""
    store = store_of(settings)
    if store is None:
        raise SystemExit("PARWATCH_ARCHIVE_URL names no store: set it and what belongs to it, then run this again")
    held = set(store.names(ARCHIVE))
    files = {name_of(settings, path): path for path in settings.archive.glob("*/*.warc.gz")}
    missing = sorted(files.keys() - held)
    for name in missing:
        store.keep(ARCHIVE + name, files[name])
    for path in settings.inbox.glob("[!.]*"):
        store.mark(INBOX + path.name)
    return len(missing)


if __name__ == "__main__":
    sys.stdout.write(f"{send(load_settings())} file(s) of the archive sent and read back\n")
