"""A simulated Cost Explorer and token service, to which boto3 is pointed as by an administrator."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from chargeback.sources.aws_calls import Patience
from tests.demo.conftest import Serve, Service, serve, small_ledger  # noqa: F401

HASTY = Patience(per_second=0, sleep=lambda _: None)


@pytest.fixture
def cloud(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> Service:  # noqa: F811
    """The cloud that boto3 finds in the environment, with the key `PORTAL`."""
    service = serve(small_ledger())
    environment: dict[str, Any] = {
        "AWS_ENDPOINT_URL_COST_EXPLORER": service.url,
        "AWS_ENDPOINT_URL_STS": service.url,
        "AWS_ACCESS_KEY_ID": "PORTAL",
        "AWS_SECRET_ACCESS_KEY": "secret",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return service


@contextmanager
def answering(status: int, body: bytes) -> Iterator[str]:
    """The address of something that gives this answer to everything."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None: ...

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
