"""A pooler in transaction mode, as PgBouncer is one: each transaction gets another session of the server.

It refuses what PgBouncer refuses, forgets what a session was told, and keeps what it was asked to keep. PostgreSQL's
messages: https://www.postgresql.org/docs/current/protocol-message-formats.html
"""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

NO_TLS = (80877103, 80877104)  # SSLRequest and GSSENCRequest
ANSWERED_AT = b"QSc"  # messages after which the server answers; "c" ends a COPY
IDLE = b"I"
SESSIONS = 4


@dataclass
class Pooler:
    """`statements`: texts of all that was asked. `named`: names of prepared statements, which no session may have."""

    folder: Path
    server: Path
    database: str
    user: str
    statements: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    _free: SimpleQueue[socket.socket] = field(default_factory=SimpleQueue)

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://{self.user}@/{self.database}?host={self.folder}"

    def serve(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                Thread(target=self._client, args=(client,), daemon=True).start()

    def open_sessions(self) -> list[socket.socket]:
        sessions = [self._session() for _ in range(SESSIONS)]
        for session in sessions:
            self._free.put(session)
        return sessions

    def _session(self) -> socket.socket:
        session = socket.socket(socket.AF_UNIX)
        session.connect(str(self.server / ".s.PGSQL.5432"))
        words = f"user\0{self.user}\0database\0{self.database}\0\0".encode()
        session.sendall(struct.pack("!II", len(words) + 8, 196608) + words)
        _until_ready(session, None)
        return session

    def _client(self, client: socket.socket) -> None:
        with client, suppress(OSError, EOFError):
            if self._welcome(client):
                while True:
                    self._transaction(client)

    def _welcome(self, client: socket.socket) -> bool:
        words = _startup(client)
        while struct.unpack("!I", words[:4])[0] in NO_TLS:
            client.sendall(b"N")
            words = _startup(client)
        if b"options\0" in words:
            fault = b"SFATAL\0VFATAL\0C08P01\0Munsupported startup parameter: options\0\0"
            client.sendall(_message(b"E", fault))
            return False
        known = {b"client_encoding": b"UTF8", b"server_version": b"18.0", b"standard_conforming_strings": b"on"}
        told = b"".join(_message(b"S", name + b"\0" + value + b"\0") for name, value in known.items())
        client.sendall(_message(b"R", struct.pack("!I", 0)) + told + _message(b"Z", IDLE))
        return True

    def _transaction(self, client: socket.socket) -> None:
        """The next session's, which afterwards knows nothing of it."""
        kind, content = _read(client)
        session = self._free.get()
        try:
            while self._pass_on(kind, content, client, session) != IDLE:
                kind, content = _read(client)
        finally:
            session.sendall(_message(b"Q", b"ROLLBACK\0"))
            _until_ready(session, None)
            session.sendall(_message(b"Q", b"DISCARD ALL\0"))
            _until_ready(session, None)
            self._free.put(session)

    def _pass_on(self, kind: bytes, content: bytes, client: socket.socket, session: socket.socket) -> bytes:
        """The state of the transaction afterwards; empty while there is more to come."""
        if kind == b"X":
            raise EOFError
        if kind == b"P":
            name, text, _ = content.split(b"\0", 2)
            self.named.extend([name.decode()] if name else [])
            self.statements.append(text.decode())
        if kind == b"Q":
            self.statements.append(content.rstrip(b"\0").decode())
        session.sendall(_message(kind, content))
        return _until_ready(session, client) if kind in ANSWERED_AT else b""


def _startup(client: socket.socket) -> bytes:
    return _exactly(client, struct.unpack("!I", _exactly(client, 4))[0] - 4)


def _read(end: socket.socket) -> tuple[bytes, bytes]:
    kind, length = struct.unpack("!cI", _exactly(end, 5))
    return kind, _exactly(end, length - 4)


def _message(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("!I", len(content) + 4) + content


def _exactly(end: socket.socket, length: int) -> bytes:
    parts = []
    while length:
        part = end.recv(length)
        if not part:
            raise EOFError
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _until_ready(session: socket.socket, client: socket.socket | None) -> bytes:
    """Pass the server's answer on, up to where it is ready (Z) or wants the rows of a COPY (G)."""
    while True:
        kind, content = _read(session)
        if client:
            client.sendall(_message(kind, content))
        if kind in b"ZG":
            return content if kind == b"Z" else b""


@contextmanager
def running_pooler(folder: Path, server: Path, database: str, user: str) -> Iterator[Pooler]:
    """Listens in `folder`, in front of the PostgreSQL that listens in `server`."""
    pooler = Pooler(folder, server, database, user)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / ".s.PGSQL.5432"))
        listener.listen()
        sessions = pooler.open_sessions()
        Thread(target=pooler.serve, args=(listener,), daemon=True).start()
        try:
            yield pooler
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            for session in sessions:
                session.close()
