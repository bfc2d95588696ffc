"""The drawing in ARCHITECTURE.md is the table's."""

from pathlib import Path

from ivr.dialogue.diagram import mermaid
from ivr.dialogue.flow import CALL_FLOW

ARCHITECTURE = Path(__file__).parents[2] / "ARCHITECTURE.md"


def test_architecture_shows_the_table_as_it_is() -> None:
    """`creditline flow` prints what belongs there."""
    assert f"```mermaid\n{mermaid(CALL_FLOW)}```" in ARCHITECTURE.read_text(encoding="utf-8")
