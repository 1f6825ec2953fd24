"""The web server's address: taken before anything else starts, so that no other start can take it meanwhile."""

import http.client
import socket
from urllib.parse import urlsplit

PORTS_TRIED = 50


class NoPortError(Exception):
    """No port is free; the text says what to do."""


def listen(wanted: int, strict: bool) -> socket.socket:
    """A listening socket on 127.0.0.1: on the wanted port, or unless strict on the first free one after it."""
    for port in range(wanted, wanted + (1 if strict else PORTS_TRIED)):
        taken = socket.socket()
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            taken.bind(("127.0.0.1", port))
            taken.listen(128)
        except (OSError, OverflowError):
            taken.close()
            continue
        return taken
    raise NoPortError(f"Port {wanted} is taken. Choose another one: --port N")


def free_port() -> int:
    """A port that was free a moment ago."""
    with listen(0, strict=True) as taken:
        return int(taken.getsockname()[1])


def answers(url: str) -> bool:
    """Whether a web server of this machine answers that all is well. No proxy is asked."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=10)
    try:
        connection.request("GET", parts.path)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
