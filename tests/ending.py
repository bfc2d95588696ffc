"""How a run of tests ends that is told to."""

import signal


def pytest_configure() -> None:
    """SIGTERM ends it as Ctrl-C does: whatever was started is stopped, and its files go.

    Ctrl-C too is set, because a shell's background jobs begin with it ignored.
    """
    for end in (signal.SIGTERM, signal.SIGINT):
        signal.signal(end, signal.default_int_handler)
