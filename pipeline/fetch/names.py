"""A host's name -> all its addresses, looked up once."""

import asyncio
import socket
import threading


class NoAddressError(Exception):
    """`is_lasting`: the name does not exist, so that asking again makes no sense."""

    def __init__(self, reason: str, *, is_lasting: bool) -> None:
        super().__init__(reason)
        self.is_lasting = is_lasting


async def look_up(host: str, port: int) -> list[str]:
    """All addresses of a name. In a daemon thread of its own, since a lookup that hangs must not hold up the exit."""
    loop = asyncio.get_running_loop()
    found: asyncio.Future[list[str]] = loop.create_future()

    def work() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            _deliver(loop, found, list(dict.fromkeys(str(answer[4][0]) for answer in answers)))
        except (OSError, UnicodeError) as error:
            reason = f"{host} has no address ({getattr(error, 'strerror', None) or error})"
            is_lasting = not (isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN)
            _deliver(loop, found, NoAddressError(reason, is_lasting=is_lasting))

    threading.Thread(target=work, daemon=True, name="look-up").start()
    return await found


def _deliver(
    loop: asyncio.AbstractEventLoop, found: "asyncio.Future[list[str]]", result: list[str] | Exception
) -> None:
    def settle() -> None:
        if found.done():
            return
        if isinstance(result, Exception):
            found.set_exception(result)
        else:
            found.set_result(result)

    if not loop.is_closed():
        loop.call_soon_threadsafe(settle)
