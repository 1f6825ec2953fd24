"""The simulator over HTTP: the API on POST /, its call log on /calls, arranged faults on /faults."""

import json
import socket
import struct
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from .faults import Reply, json_reply
from .simulator import Simulator


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
        if self.path == "/faults":
            self._send(self._arrange(body))
        elif self.path == "/":
            target, authorization = self.headers.get("X-Amz-Target", ""), self.headers.get("Authorization", "")
            self._send(self.server.simulator.answer(target, authorization, body))
        else:
            self._send(_not_found())

    def do_GET(self) -> None:
        self._send(json_reply(self.server.simulator.call_log()) if self.path == "/calls" else _not_found())

    def do_DELETE(self) -> None:
        if self.path == "/calls":
            self.server.simulator.forget_calls()
            self._send(json_reply(self.server.simulator.call_log()))
        else:
            self._send(_not_found())

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: /calls tells what was asked."""

    def _arrange(self, body: bytes) -> Reply:
        try:
            wanted = json.loads(body)
            faults = wanted if isinstance(wanted, list) else [wanted]
            self.server.simulator.arrange(faults)
        except (ValueError, AttributeError) as error:
            return json_reply({"error": str(error)}, 400)
        return json_reply({"arranged": len(faults)})

    def _send(self, reply: Reply) -> None:
        time.sleep(reply.delay_seconds)
        if reply.reset:
            self._hang_up()
            return
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        self.send_header("x-amzn-RequestId", str(uuid.uuid4()))
        self.end_headers()
        self.wfile.write(reply.body[: len(reply.body) // 2] if reply.cut else reply.body)
        self.close_connection = self.close_connection or reply.cut

    def _hang_up(self) -> None:
        """Closes with a TCP reset instead of an answer."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()


def _not_found() -> Reply:
    return json_reply({"error": "Only POST /, GET and DELETE /calls, POST /faults are here."}, 404)
