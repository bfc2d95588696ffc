"""`creditline import`: how files are written, and what is no row of one."""

import pytest

from tests.cli.core_system import BERIT, OLLE, Core, csv_of, json_of, verdict


def test_a_byte_order_mark_is_no_part_of_a_name(core: Core) -> None:
    assert core.sends("people", b"\xef\xbb\xbf" + csv_of(BERIT).encode()).exit_code == 0
    again = core.sends("people", b"\xef\xbb\xbf" + json_of(BERIT).encode(), name="file.jsonl")
    assert again.output.startswith("nothing changes: 0 added, 0 changed, 1 unchanged")


def test_csv_is_quoted_as_its_standard_says(core: Core) -> None:
    berit = BERIT | {"name": '"Öberg, ""Berit"""'}
    assert core.sends("people", csv_of(berit).replace("\n", "\r\n")).exit_code == 0
    person = core.person()
    assert person
    assert person.name == 'Öberg, "Berit"'


BROKEN_CSV = {
    "the quotes do not pair": csv_of(BERIT | {"name": '"Berit'}).splitlines()[1].encode(),
    "the line has 1 values: give 7": b"Berit",
    "the line is not UTF-8": csv_of(BERIT).splitlines()[1].encode("latin-1"),
    "the line is longer than 65,536 bytes": b"x" * 300_000,
}


@pytest.mark.parametrize("reason", BROKEN_CSV)
def test_a_line_that_is_no_csv_leaves_the_next_ones_alone(reason: str, core: Core) -> None:
    header, *rows = csv_of(BERIT, OLLE).encode().splitlines()
    ended = core.sends("people", b"\n".join([header, BROKEN_CSV[reason], b"", *rows]), "--skip-bad")
    assert ended.output.startswith(f"line 2: {reason}")
    assert verdict(ended) == (1, "written: 2 added, 0 changed, 0 unchanged, 1 bad")


BROKEN_JSON = {
    '{"name": ': "the line is no JSON: write one object",
    "[" * 60_000: "the line is no JSON: write one object",
    '{"name": NaN}': "the line is no JSON: write one object",
    "[1]": "the line is no JSON object",
    '{"197207049987": 1}': "the line has a name that is no column",
    '{"name": "Berit", "name": "Olle"}': "the line has a name twice",
    '{"name": {"first": "Berit"}}': "name: give a text, a number, true, false or null",
    '{"name": "\\ud800"}': "customer_number: give 4 to 15 digits",
}


@pytest.mark.parametrize("line", BROKEN_JSON, ids=BROKEN_JSON.values())
def test_a_line_that_is_no_json_leaves_the_next_ones_alone(line: str, core: Core) -> None:
    ended = core.sends("people", f"{line}\n{json_of(BERIT)}", "--skip-bad", name="file.jsonl")
    assert ended.output.startswith(f"line 1: {BROKEN_JSON[line]}")
    assert verdict(ended) == (1, "written: 1 added, 0 changed, 0 unchanged, 1 bad")


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        ("", ["the file is empty"]),
        ("\n\r\n", ["the file is empty"]),
        ("197207049987,Berit", ["the first line names no column: begin the file with their names"]),
        ("197207049987 Berit", ["the first line has no comma: part the columns by commas"]),
        (csv_of(BERIT).replace(",", ";"), ["the columns are parted by semicolons: part them by commas"]),
        (csv_of(BERIT | {"name": "Berg, Berit"}).replace(",", "\t"), ["the columns are parted by tabs"]),
        (csv_of(BERIT).replace(",", "|"), ["the columns are parted by bars"]),
        (csv_of(BERIT).upper(), ["the first line has names in capitals: write them as `creditline import --columns`"]),
        (csv_of(BERIT).replace(",", ";").upper(), ["the columns are parted by semicolons: part them by commas"]),
        (csv_of(BERIT, OLLE).replace("\n", "\r"), ["the lines end in CR alone: end them in LF"]),
        (csv_of(BERIT, *[OLLE] * 2_000).replace("\n", "\r"), ["the lines end in CR alone: end them in LF"]),
        (b"PK\x03\x04\x14\0\x06\0Berit", ["the file is a workbook or an archive: save it as CSV in UTF-8"]),
        (b"\xd0\xcf\x11\xe0\xa1\xb1Berit", ["the file is a workbook or an archive: save it as CSV in UTF-8"]),
        (csv_of(BERIT).encode("latin-1").replace(b"name", b"n\xe4me", 1), ["the line is not UTF-8"]),
        (csv_of({**BERIT, "salary": "1"}), ["name 8 is no column"]),
        (csv_of(BERIT).replace("phone", "name", 1), ["name is there twice"]),
        (csv_of(BERIT).encode("utf-16"), ["the file is UTF-16: save it as UTF-8"]),
        (csv_of(BERIT).encode("utf-16-be"), ["the file is UTF-16: save it as UTF-8"]),
    ],
    ids=lambda part: part[0] if isinstance(part, list) else ascii(part[:20]),
)  # fmt: skip
def test_a_file_that_is_wrong_as_a_whole_is_one_line_and_not_read(
    content: str | bytes, faults: list[str], core: Core
) -> None:
    ended = core.sends("people", content)
    assert ended.exit_code == 2
    assert len(ended.output.splitlines()) == len(faults)
    assert all(fault in line for fault, line in zip(faults, ended.output.splitlines(), strict=True))
    assert "Berit" not in ended.output
