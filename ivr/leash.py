"""No process of the service outlives the one that started it."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # prctl(2)
_LIBC = ctypes.CDLL(None)  # loaded here: between fork and exec nothing may be loaded any more


def die_with(parent: int, by: signal.Signals = signal.SIGKILL) -> None:
    """Have this process killed as soon as the thread that started it ends; end it at once if `parent` is gone already.

    Linux only: elsewhere a killed parent leaves its children behind.
    """
    if sys.platform == "linux":
        _LIBC.prctl(PR_SET_PDEATHSIG, by)
    if os.getppid() != parent:
        os._exit(1)
