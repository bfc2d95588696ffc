"""A call's documents as files, to be looked at and compared: `01-incoming.xml`, `02-turn.xml`, `03-whisper.xml`…"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from ivr import golden
from ivr.phone.carrier import Document
from ivr.phone.masking import mask
from ivr.voice.schema import parse

NAME = re.compile(r"\d{2,}-[a-z]+\.xml")


def pages(documents: Sequence[Document], public_url: str) -> dict[str, str]:
    """File name → the document, indented and masked. The name is its number and its route's last part."""
    return {
        f"{number:02}-{document.request.path.rpartition('/')[2]}.xml": page(document.xml, public_url)
        for number, document in enumerate(documents, start=1)
    }


def page(xml: bytes, public_url: str) -> str:
    """One document, indented and masked."""
    root = parse(xml)
    ET.indent(root)
    return mask(ET.tostring(root, encoding="unicode") + "\n", public_url)


def record(folder: Path, played: Mapping[str, str]) -> None:
    """Writes the pages; those of an earlier recording go, other files stay."""
    golden.write(folder, played, _recorded(folder))


def differences(folder: Path, played: Mapping[str, str]) -> Iterator[str]:
    """From the recording to what was played now; empty when they are equal."""
    return golden.differences(folder, played, _recorded(folder))


def _recorded(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*.xml") if NAME.fullmatch(path.name)}
