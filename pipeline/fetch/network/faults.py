"""What goes wrong on the wire, as one kind of error that has an outcome."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import httpcore

from pipeline.fetch.names import NoAddressError
from pipeline.model import Outcome


class HeadError(Exception):
    """The head of an answer is too large, or never ends."""


class TransferError(Exception):
    """A request that gave no whole answer. `may_pass` says whether asking again makes sense."""

    def __init__(self, outcome: Outcome, reason: str, *, may_pass: bool = True) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason[:300]
        self.may_pass = may_pass


@contextmanager
def faults_told() -> Iterator[None]:
    """What goes wrong on the wire, as one kind of error with an outcome."""
    try:
        yield
    except HeadError as error:
        raise TransferError(Outcome.BROKEN, str(error), may_pass=False) from error
    except TimeoutError as error:
        raise TransferError(Outcome.TIMEOUT, "no byte in time") from error
    except OSError as error:
        raise TransferError(Outcome.UNREACHABLE, f"the connection broke ({error.strerror or 'reset'})") from error
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        raise _protocol_fault(error) from error


def _protocol_fault(error: Exception) -> TransferError:
    if "complete" in str(error):  # h11's words for a body that ends before its length or its last chunk
        return TransferError(Outcome.TRUNCATED, f"the body is cut short ({error})")
    if "without sending" in str(error):
        return TransferError(Outcome.UNREACHABLE, "the connection was closed without an answer")
    return TransferError(Outcome.BROKEN, f"malformed HTTP ({error})", may_pass=False)


def connect_fault(error: Exception) -> TransferError:
    if isinstance(error, ssl.SSLCertVerificationError):
        return TransferError(Outcome.UNREACHABLE, f"certificate not trusted: {error.verify_message}", may_pass=False)
    if isinstance(error, ssl.SSLError):
        return TransferError(Outcome.UNREACHABLE, f"no TLS connection ({error.reason or error})", may_pass=False)
    if isinstance(error, TimeoutError):
        return TransferError(Outcome.TIMEOUT, str(error) or "no connection in time")
    may_pass = not (isinstance(error, NoAddressError) and error.is_lasting)
    return TransferError(Outcome.UNREACHABLE, str(error) or "no connection", may_pass=may_pass)
