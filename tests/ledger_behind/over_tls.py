"""A running service once more, over mutual TLS: `python -m tests.ledger_behind.over_tls PORT CERTIFICATE KEY CA`."""

import sys
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from granian.constants import Interfaces
from granian.server import Server

from ivr.wsgi import create

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def service() -> "WSGIApplication":
    return create(Event())


def main(port: str, certificate: str, key: str, ca: str) -> None:
    Server(
        "tests.ledger_behind.over_tls:service",
        address="127.0.0.1",
        port=int(port),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=8,
        ssl_cert=Path(certificate),
        ssl_key=Path(key),
        ssl_ca=Path(ca),
        ssl_client_verify=True,
        log_enabled=False,
    ).serve(target_loader=service, wrap_loader=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
