"""One kept-alive HTTP/1.1 connection that never blocks, as thin as can be."""

import select
import socket
import struct
from urllib.parse import urlsplit

from ivr.phone.line import Line
from tests.bench.call import Answer, Post

LARGEST_READ = 65536


class Connection:
    def __init__(self, line: Line) -> None:
        address = urlsplit(line.base_url)
        self._host = address.netloc
        self.socket = socket.create_connection((address.hostname, address.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self._received = b""

    def send(self, post: Post) -> None:
        """At once: a request fits into the socket's buffer."""
        head = (
            f"POST {post.path} HTTP/1.1\r\nHost: {self._host}\r\nUser-Agent: TwilioProxy/1.1\r\nAccept: */*\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(post.body)}\r\n"
            f"X-Twilio-Signature: {post.signature}\r\n\r\n"
        )
        self.socket.sendall(head.encode() + post.body)

    def receive(self) -> Answer | None:
        """None until the answer is whole. ConnectionError where the server has gone."""
        received = self.socket.recv(LARGEST_READ)
        if not received:
            raise ConnectionError("the server has closed a connection in mid-call")
        self._received += received
        head, ended, body = self._received.partition(b"\r\n\r\n")
        if not ended or len(body) < _length(head):
            return None
        self._received = b""
        return Answer(int(head[9:12]), body)

    def ask(self, post: Post) -> Answer:
        """For whoever has nothing else to wait for."""
        self.send(post)
        while True:
            select.select([self.socket], [], [])
            if answer := self.receive():
                return answer

    def close(self) -> None:
        self.socket.close()

    def reset(self) -> None:
        """Close without a farewell: its port is free at once, and many follow each other."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


def _length(head: bytes) -> int:
    """Without a Content-Length (204) there is no body: RFC 9110, 6.4.1."""
    _, found, rest = head.lower().partition(b"content-length:")
    return int(rest.partition(b"\r\n")[0]) if found else 0
