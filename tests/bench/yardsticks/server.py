"""A yardstick on Granian, a web server in Rust: `python -m … <module> <address> <workers> <threads>`.

Nothing of the service is imported here: a yardstick is to be as small as it is.
"""

import sys

from granian.constants import Interfaces
from granian.server import Server


def main(module: str, address: str, workers: str, threads: str) -> None:
    host, _, port = address.partition(":")
    Server(
        f"tests.bench.yardsticks.{module}:create",
        address=host,
        port=int(port),
        interface=Interfaces.WSGI,
        workers=int(workers),
        blocking_threads=int(threads),
        factory=True,
        log_enabled=False,
    ).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
