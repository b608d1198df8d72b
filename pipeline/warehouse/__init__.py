"""Edge: rows <-> the warehouse, and the files under sql/. One writer, any number of readers of the published copy."""

from pipeline.warehouse.access import inspect, reader, writer
from pipeline.warehouse.batch import Batch, Loaded, ReadArticle
from pipeline.warehouse.connection import Table, Warehouse
from pipeline.warehouse.load import load
from pipeline.warehouse.publish import publish

__all__ = ["Batch", "Loaded", "ReadArticle", "Table", "Warehouse", "inspect", "load", "publish", "reader", "writer"]
