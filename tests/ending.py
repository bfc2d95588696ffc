"""How a run of tests ends that is told to."""

import signal


def pytest_configure() -> None:
    """SIGTERM ends it as Ctrl-C does: whatever was started is stopped, and its files go."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
