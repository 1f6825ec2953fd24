"""The simulator over HTTP: Cost Explorer and STS on POST /, and what steers it on paths of their own."""

import json
import socket
import struct
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from .faults import Reply, json_reply
from .simulator import Simulator
from .steering import ROUTES

KNOWN = ", ".join(f"{method} {path}" for method, path in ROUTES)


class CostExplorerServer(ThreadingHTTPServer):
    """Serves one simulator. Port 0 takes a free one; `url` says which."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, simulator: Simulator, port: int = 0, host: str = "127.0.0.1"):
        super().__init__((host, port), Handler)
        self.simulator = simulator

    @property
    def url(self) -> str:
        return f"http://{self.server_address[0]!s}:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """One connection, kept open between requests as AWS does."""

    protocol_version = "HTTP/1.1"
    server_version = "SimulatedCostExplorer"
    wbufsize = -1  # headers and body leave in one packet
    disable_nagle_algorithm = True
    server: CostExplorerServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == "/":
            target, authorization = self.headers.get("X-Amz-Target", ""), self.headers.get("Authorization", "")
            self._send(self.server.simulator.answer(target, authorization, body))
        else:
            self._send(self._steered("POST", body))

    def do_GET(self) -> None:
        self._send(self._steered("GET", b""))

    def do_DELETE(self) -> None:
        self._send(self._steered("DELETE", b""))

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: /calls tells what was asked."""

    def _steered(self, method: str, body: bytes) -> Reply:
        if not (steer := ROUTES.get((method, self.path))):
            return json_reply({"error": f"Only POST / and {KNOWN} are here."}, 404)
        try:
            return json_reply(steer(self.server.simulator, json.loads(body or b"null")))
        except ValueError as error:
            return json_reply({"error": str(error)}, 400)

    def _send(self, reply: Reply) -> None:
        pause(reply.delay_seconds)
        if reply.reset:
            self._hang_up()
            return
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        self.send_header("x-amzn-RequestId", str(uuid.uuid4()))
        self.end_headers()
        self._send_body(reply)

    def _send_body(self, reply: Reply) -> None:
        """The body, in the way that a fault wants it."""
        broken = reply.cut or reply.stall
        body = reply.body[: len(reply.body) // 2] if broken else reply.body
        for piece in (body[at : at + 1] for at in range(len(body))) if reply.pace else (body,):
            self.wfile.write(piece)
            self.wfile.flush()
            pause(reply.pace)
        pause(reply.stall)
        self.close_connection = self.close_connection or bool(broken)

    def _hang_up(self) -> None:
        """Closes with a TCP reset instead of an answer."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def handle(self) -> None:
        """A client that gives up in the middle is no error of the server's."""
        try:
            super().handle()
        except (ConnectionError, TimeoutError):
            self.close_connection = True


def pause(seconds: float) -> None:
    """Waits, also where a test has made sleeping a matter of no time."""
    if seconds:
        threading.Event().wait(seconds)
