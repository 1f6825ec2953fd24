"""A mail server on this machine that keeps what it is given and refuses whom it is told to."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Post:
    """What came: recipient and message as bytes. `refused` are addresses that the server does not take."""

    port: int = 0
    refused: set[str] = field(default_factory=set)
    messages: list[tuple[str, bytes]] = field(default_factory=list)


class Session(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a client needs to hand over a mail."""

    def handle(self) -> None:
        post: Post = self.server.post  # type: ignore[attr-defined]
        self.say("220 test")
        recipient = ""
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "RCPT":
                recipient = line[line.index("<") + 1 : line.index(">")]
                self.say("550 no such user" if recipient in post.refused else "250 ok")
            elif verb == "DATA":
                self.say("354 go on")
                post.messages.append((recipient, b"".join(iter(self.rfile.readline, b".\r\n"))))
                self.say("250 kept")
            else:
                self.say("221 bye" if verb == "QUIT" else "250 ok")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[Post]:
    """The post of a server that runs inside the block, on a free port."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        post = Post(server.server_address[1])
        server.post = post  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield post
        server.shutdown()
