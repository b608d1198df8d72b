"""A process that sends, for tests to kill. When it is imported Apprise loads its plugins, once for all forks."""

from multiprocessing import get_context
from multiprocessing.process import BaseProcess

from pipeline.notify import open_channel
from pipeline.settings import Settings
from pipeline.stages import alerting

PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["sending"])
open_channel("any", "json://127.0.0.1/")


def send(settings: Settings) -> None:
    alerting.compose_due(settings)
    alerting.deliver(settings)


def sender(settings: Settings) -> BaseProcess:
    process = PROCESSES.Process(target=send, args=(settings,))
    process.start()
    return process
