"""What a process has cost so far, as Linux counts it: proc(5)."""

import os
from collections.abc import Iterable
from pathlib import Path

from tests.service import children_of

TICKS = os.sysconf("SC_CLK_TCK")
UTIME, STIME, CUTIME, CSTIME = 11, 12, 13, 14  # places after the name in parentheses
KIB = 1024


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time of the living, to a hundredth of a second."""
    return sum(_ticks(pid, UTIME, STIME) for pid in pids) / TICKS


def cpu_seconds_of_server(pid: int) -> float:
    """The same of a process with its children, those that have ended included."""
    return _ticks(pid, UTIME, STIME, CUTIME, CSTIME) / TICKS + cpu_seconds(children_of(pid))


def memory(pid: int) -> dict[str, float]:
    """MB (10⁶ bytes): `rss` counts what workers share in each of them, `pss` divides it among them."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    amounts = {name.lower(): int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines[1:])}
    return {name: amounts[name] * KIB / 1e6 for name in ("rss", "pss")}


def _ticks(pid: int, *places: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(fields[place]) for place in places)
