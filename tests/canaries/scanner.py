"""Finds what tells who somebody is, however it is written: plain, with its digits apart, escaped, encoded, in UTF-16.

A scan reads bytes in layers, each of which undoes one way of writing; the canaries are looked for in every layer. It
does not undo two of them at once, but for UTF-16, nor compression or encryption: what is sealed is meant to stay shut.
"""

import base64
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote_to_bytes

# Both hold six digits by chance: instants at their end, references of calls anywhere.
NO_CODES = re.compile(rb"\d{4}-\d\d-\d\d[t ]\d\d:\d\d:\d\d(\.\d+)?|(?<![0-9a-z])[0-9a-f]{32}(?![0-9a-z])")
APART = re.compile(rb"(?<=\d)[ \t()/_+\-\xa0\xc2]{1,3}(?=\d)")
DIGITS = re.compile(rb"\d{7,}")
SIX_DIGITS = re.compile(rb"(?<![0-9.,])\d{6}(?![0-9])")
HEX = re.compile(rb"[0-9a-fA-F]{12,}")
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{8,}")
JSON_ESCAPE = re.compile(rb"\\u00([0-9a-fA-F]{2})")


@dataclass(frozen=True)
class Canaries:
    """What must not be found, by kind, in lower case. `digits`: runs of seven or more, also as part of longer ones;
    `texts`: as they are; `codes`: six digits that stand alone, because any six stand in longer ones by chance."""

    digits: dict[str, frozenset[bytes]]
    texts: dict[str, frozenset[bytes]]
    codes: frozenset[bytes] = frozenset()


@dataclass(frozen=True)
class Layer:
    """A text in which one way of writing is undone. `runs` and `codes`: its digits, also those that were set apart."""

    text: bytes
    runs: frozenset[bytes]
    codes: frozenset[bytes]

    @staticmethod
    def of(plain: bytes) -> "Layer":
        text = NO_CODES.sub(b"", plain.lower())
        squeezed = APART.sub(b"", text)
        runs, codes = (frozenset(every.findall(squeezed) + every.findall(text)) for every in (DIGITS, SIX_DIGITS))
        return Layer(text, runs, codes)


def layers_of(blob: bytes) -> Sequence[Layer]:
    return [Layer.of(undo(blob)) for undo in LAYERS]


def kinds_in(blob: bytes, canaries: Canaries) -> set[str]:
    """The kinds of canaries that `blob` holds in whatever spelling."""
    return kinds_in_layers(layers_of(blob), canaries)


def kinds_in_layers(layers: Sequence[Layer], canaries: Canaries) -> set[str]:
    return {kind for layer in layers for kind in _kinds_in_layer(layer, canaries)}


def _kinds_in_layer(layer: Layer, canaries: Canaries) -> Iterator[str]:
    digits, texts = canaries.digits.items(), canaries.texts.items()
    yield from (kind for kind, parts in digits if any(part in run for run in layer.runs for part in parts))
    yield from (kind for kind, parts in texts if any(part in layer.text for part in parts))
    if canaries.codes & layer.codes:
        yield "code"


def _narrow(blob: bytes) -> bytes:
    """UTF-16 and UTF-32 of what ASCII can write."""
    return blob.replace(b"\0", b"")


def _unquoted(blob: bytes) -> bytes:
    """Once and twice."""
    once = unquote_to_bytes(blob.replace(b"+", b" "))
    return once + b"\n" + unquote_to_bytes(once)


def _unescaped(blob: bytes) -> bytes:
    """Of JSON, and of HTML and XML."""
    json = JSON_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), blob)
    return json + b"\n" + unescape(blob.decode("latin-1")).encode("utf-8")


def _from_hex(blob: bytes) -> bytes:
    """At both places where a byte may begin."""
    runs = [run[start:] for run in HEX.findall(blob) for start in (0, 1)]
    return _narrow(b"\n".join(bytes.fromhex(run[: len(run) // 2 * 2].decode()) for run in runs))


def _from_base64(blob: bytes) -> bytes:
    """Of both alphabets, at all four places where a group may begin."""
    runs = [run[start:] for run in BASE64.findall(blob) for start in range(4)]
    return _narrow(b"\n".join(_decoded(run) for run in runs))


def _decoded(run: bytes) -> bytes:
    whole = run[: len(run) // 4 * 4 + (len(run) % 4 if len(run) % 4 > 1 else 0)]
    return base64.urlsafe_b64decode(whole.translate(TO_URL_SAFE) + b"=" * (-len(whole) % 4))


TO_URL_SAFE = bytes.maketrans(b"+/", b"-_")
LAYERS: tuple[Callable[[bytes], bytes], ...] = (bytes, _narrow, _unquoted, _unescaped, _from_hex, _from_base64)
