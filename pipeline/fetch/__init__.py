"""Edge: the web -> outcomes and snapshots, politely and under every limit."""

from pipeline.fetch.fetcher import Fetcher, Shared
from pipeline.fetch.outcome import Fetched
from pipeline.fetch.pace import Pace
from pipeline.fetch.robots import Rules, read_rules

__all__ = ["Fetched", "Fetcher", "Pace", "Rules", "Shared", "read_rules"]
