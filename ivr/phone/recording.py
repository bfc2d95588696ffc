"""A call's documents as files, to be looked at and compared: `01-incoming.xml`, `02-turn.xml`, `03-whisper.xml`…"""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from ivr.phone.carrier import Document
from ivr.phone.masking import mask
from ivr.voice.schema import parse

NAME = re.compile(r"\d{2,}-[a-z]+\.xml")


def pages(documents: Sequence[Document], public_url: str) -> dict[str, str]:
    """File name → the document, indented and masked. The name is its number and its route's last part."""
    return {
        f"{number:02}-{document.request.path.rpartition('/')[2]}.xml": mask(_indented(document.xml), public_url)
        for number, document in enumerate(documents, start=1)
    }


def record(folder: Path, written: Mapping[str, str]) -> None:
    """Writes the pages; those of an earlier recording go."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in _recorded(folder):
        (folder / name).unlink()
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")


def differences(folder: Path, played: Mapping[str, str]) -> Iterator[str]:
    """A unified diff from the recording to what was played now, page by page; empty when they are equal."""
    for name in sorted(_recorded(folder) | played.keys()):
        before = (folder / name).read_text(encoding="utf-8") if (folder / name).exists() else ""
        after = played.get(name, "")
        yield from difflib.unified_diff(
            before.splitlines(), after.splitlines(), f"recorded/{name}", f"played/{name}", lineterm=""
        )


def _recorded(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*.xml") if NAME.fullmatch(path.name)}


def _indented(xml: bytes) -> str:
    root = parse(xml)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode") + "\n"
