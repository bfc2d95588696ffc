"""The versions of what is stored between two requests, and which of them this program reads.

A release reads what the last one wrote and what the next one writes, so that two run side by side while one takes the
place of the other, and back. So a release only adds what the one before it may leave out; a change that it could not
read is first learnt by one release, and written by the next. What is still newer or older is left to whoever reads it.
"""

from dataclasses import dataclass

UNVERSIONED = 0
"""What was stored before formats had versions."""


@dataclass(frozen=True)
class Format:
    """`written`: the version of what is stored now."""

    written: int

    @property
    def newest(self) -> int:
        return self.written + 1

    @property
    def oldest(self) -> int:
        return self.written - 1

    def reads(self, version: int) -> bool:
        return self.oldest <= version <= self.newest


SESSION = Format(1)
"""A turn's token, the stored session that begins with one, and what a call's log is written from: a token, too."""
LOG_LINE = Format(1)
"""What happened in a turn, as the call's log keeps it."""
MESSAGE = Format(1)
"""The body of a message that waits to leave."""
ORDER = Format(1)
"""What somebody outside is to sign."""
