"""Edge: rows <-> the warehouse, and the files under sql/. One writer, any number of readers of the published copy."""

from pipeline.warehouse.access import inspect, reader, writer
from pipeline.warehouse.batch import Batch, Loaded, ReadArticle
from pipeline.warehouse.checks import Check, CheckResult, load_checks, record_check, run_check
from pipeline.warehouse.connection import Table, Warehouse
from pipeline.warehouse.keys import article_key, body_hash, observation_key
from pipeline.warehouse.load import load
from pipeline.warehouse.pages import known_pages
from pipeline.warehouse.publish import publish
from pipeline.warehouse.settle import Decision, Settled, review, settle, unsettled

__all__ = [
    "Batch",
    "Check",
    "CheckResult",
    "Decision",
    "Loaded",
    "ReadArticle",
    "Settled",
    "Table",
    "Warehouse",
    "article_key",
    "body_hash",
    "inspect",
    "known_pages",
    "load",
    "load_checks",
    "observation_key",
    "publish",
    "reader",
    "record_check",
    "review",
    "run_check",
    "settle",
    "unsettled",
    "writer",
]
