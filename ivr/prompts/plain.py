"""Text that is safe to speak: nothing that XML refuses, nothing that cannot be seen."""

import unicodedata
from functools import lru_cache


def plain(text: str, limit: int) -> str:
    """`text` on one line, at most `limit` characters.

    White space of any kind, no-break spaces too, becomes single spaces. The Unicode categories C* go: controls, format
    characters, surrogates, unassigned; this covers all that the production Char of XML 1.0 leaves out.
    """
    if text.isprintable() and "  " not in text:  # most is plain as it comes: its only white space is single spaces
        return text.strip()[:limit].rstrip()
    visible = "".join(filter(_is_visible, text))
    return " ".join(visible.split())[:limit].rstrip()


@lru_cache(maxsize=1_024)  # characters
def _is_visible(char: str) -> bool:
    return char.isspace() or not unicodedata.category(char).startswith("C")
