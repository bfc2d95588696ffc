"""Documents kept as files, to be compared later: what `creditline samples` and `creditline call --record` share."""

import difflib
from collections.abc import Iterator, Mapping, Set
from pathlib import Path


def write(folder: Path, documents: Mapping[str, str], kept: Set[str]) -> None:
    """Name → text. `kept`: the names there are by now; those that are no document any more go."""
    for name in kept - documents.keys():
        (folder / name).unlink()
    for name, text in documents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def differences(folder: Path, documents: Mapping[str, str], kept: Set[str]) -> Iterator[str]:
    """A unified diff from what is kept to what is now, by name; a missing or additional document is one too."""
    for name in sorted(kept | documents.keys()):
        before = (folder / name).read_text(encoding="utf-8") if name in kept else ""
        after = documents.get(name, "")
        yield from difflib.unified_diff(
            before.splitlines(), after.splitlines(), f"kept/{name}", f"now/{name}", lineterm=""
        )
