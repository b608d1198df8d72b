"""Where tasks run: fetching may leave this machine; the rest stays where the warehouse file is, with its one writer."""

import os
from typing import Any

_EXECUTOR = os.environ.get("PARWATCH_FETCH_EXECUTOR")

FETCHING: dict[str, Any] = {"executor": _EXECUTOR} if _EXECUTOR else {}
