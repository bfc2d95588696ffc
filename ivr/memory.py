"""What a web worker need not hold, or not alone."""

import ctypes
import gc
import sys

NEW_OBJECTS = 10_000
"""Before the collector looks through them: some turns' worth. Hardly any of them are in cycles."""


def share() -> None:
    """Before a fork: what is loaded stays in pages that all children share. A collection would write to each."""
    give_back()
    gc.freeze()


def settle() -> None:
    """In a worker that is about to serve: what is loaded stays, so it is not looked through again and again."""
    give_back()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)


def give_back() -> None:
    """After loading. To load takes 13 MB more than what is loaded, and glibc keeps them: malloc_trim(3)."""
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)
