"""What may be wrong with whoever carries messages."""

from enum import StrEnum


class Mood(StrEnum):
    WELL = "well"
    SLOW = "slow"  # answers late, and sometimes too late
    DOWN = "down"  # nothing is taken
    LYING = "lying"  # takes it, and says that it had a fault
    SILENT = "silent"  # takes it, and hangs up without a word
