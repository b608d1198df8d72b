"""Exceptions, named by what the operator does next.

Every message says what is wrong, where, and what to do, in one line: the command line prints it as it is.
"""


class ParwatchError(Exception):
    """Anything parwatch knows how to explain. `exit_code` is what the command line ends with."""

    exit_code = 3


class UsageError(ParwatchError):
    """Call again, corrected: an unknown portal, an unreadable file, a wrong option."""

    exit_code = 2


class PortalFileError(UsageError):
    """Mend the portal's TOML file: a wrong key, a missing field, a value of the wrong type."""


class SettingsError(UsageError):
    """Mend the environment or the home folder."""


class FetchError(ParwatchError):
    """Try again later: the portal, or the way to it, failed."""


class RefusedError(ParwatchError):
    """Do not try again: the address, the answer or its size is one we do not accept."""


class LayoutChangedError(ParwatchError):
    """Add a layout to the portal's file: its selectors no longer find an article."""


class NotAnArticleError(ParwatchError):
    """Nothing to do for this page: it holds no article (a listing, a login or error page)."""


class EncodingError(ParwatchError):
    """Name the page's encoding in the portal's file: its bytes are no text we can read safely."""


class FigureLostError(ParwatchError):
    """Report the page: a step would have lost a number of it, so nothing of the page was kept."""


class ArchiveError(ParwatchError):
    """Look at the archive file named: a record is missing, cut or does not match its hash."""


class WarehouseBusyError(ParwatchError):
    """Wait: another process is writing the warehouse."""


class WarehouseDamagedError(ParwatchError):
    """Run `parwatch rebuild`: the warehouse file cannot be opened; the archive holds everything."""


class QueryError(UsageError):
    """Mend the SQL: a view, check, saved query or its parameters do not fit the tables."""


class StorageError(ParwatchError):
    """Free space or mend permissions, then run again: nothing was half-written."""


class NothingYetError(StorageError):
    """Load something first: there is no warehouse yet."""


class DeliveryError(ParwatchError):
    """Mend the channel: an alert could not be delivered; it stays in the outbox.

    `rest_seconds` is how long the channel asked to be left alone, if it did; `is_channel_down` says that the next
    message would fare no better.
    """

    def __init__(self, message: str, *, rest_seconds: float | None = None, is_channel_down: bool = False) -> None:
        super().__init__(message)
        self.rest_seconds = rest_seconds
        self.is_channel_down = is_channel_down
