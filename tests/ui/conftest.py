"""Without a driver for browsers (`make test-ui` installs it) there is nothing to collect here."""

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("selenium") else ["test_*.py"]
