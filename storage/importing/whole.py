"""What is wrong with a file as a whole, seen on its first line: one reason in place of one for each name or row."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Sequence, Set

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # what Excel saves by itself, now and before 2007
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}
COLUMNS = "as `creditline import --columns` lists them"


def fault_of_file(first: bytes) -> str | None:
    """Judge a file of any format by its first line, or the beginning of it."""
    if first.startswith(WORKBOOKS):
        return "the file is a workbook or an archive: save it as CSV in UTF-8"
    if first.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or b"\0" in first:
        return "the file is UTF-16: save it as UTF-8"
    if b"\r" in first.rstrip(b"\r\n"):
        return "the lines end in CR alone: end them in LF, or in CR and LF"
    return None


def fault_of_header(first: str, known: Set[str]) -> str | None:
    """Judge the names of a CSV file. None is repeated: where the first line is missing it is somebody's data."""
    for separator, many in SEPARATORS.items():
        if _named(first.split(separator), known, str.casefold) > _named(first.split(","), known, str.casefold):
            return f"the columns are parted by {many}: part them by commas"
    names = first.split(",")
    if _named(names, known, str.casefold) > _named(names, known, str):
        return f"the first line has names in capitals: write them {COLUMNS}"
    if "," not in first:
        return "the first line has no comma: part the columns by commas"
    if not _named(names, known, str):
        return f"the first line names no column: begin the file with their names, {COLUMNS}"
    return None


def _named(names: Sequence[str], known: Set[str], spelling: Callable[[str], str]) -> int:
    return sum(spelling(re.sub(r'[\s"]', "", name)) in known for name in names)
