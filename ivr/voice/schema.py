"""Is a document TwiML that a carrier executes? The Twilio library writes misspelt attributes and impossible children.

The rules lie in `twiml_schema.json`: every verb with its attributes, their values and its children, as the types of
Twilio's own library for Node state them (npm package `twilio` 6.2.0). They admit verbs that no call of ours uses, so
each kind of document has an allow-list too.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

AllowList = Mapping[str, frozenset[str]]
"""Element → the children it may have in this kind of document."""

CALL: AllowList = {
    "Response": frozenset({"Say", "Gather", "Dial", "Pause", "Redirect", "Hangup"}),
    "Gather": frozenset({"Say", "Pause"}),
    "Dial": frozenset({"Number"}),
}
WHISPER: AllowList = {
    "Response": frozenset({"Say", "Play", "Gather", "Pause", "Hangup"}),
    "Gather": frozenset({"Say", "Play", "Pause"}),
}

SAY_LENGTH = 3000  # characters, the limit of Polly's voices: https://www.twilio.com/docs/voice/twiml/say
WITH_TEXT = frozenset({"Say", "Play", "Redirect", "Number"})
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
KINDS = {"number": r"\d+", "boolean": "true|false"}
NARROWER = {"method": "GET|POST", "finishOnKey": "[0-9*#]?"}  # the types say no more than "string"
UNLIKE_THEIR_CLASS = {"VoiceResponse": "Response", "SipUri": "Uri", "ReferSip": "Sip"}


class IllFormed(ValueError):
    """Not an XML document, or one with a document type (Twilio's error 12100)."""


def parse(xml: str | bytes) -> ET.Element:
    """The document's root. Raises IllFormed; a document type is refused, so no entity is ever expanded."""
    try:
        text = xml.decode() if isinstance(xml, bytes) else xml
        if "<!DOCTYPE" in text:
            raise IllFormed("a document type is not allowed")
        return ET.fromstring(text)  # noqa: S314 - entities need a document type, refused above
    except (ET.ParseError, UnicodeError) as error:
        raise IllFormed(f"not well-formed XML: {type(error).__name__}") from None


def faults(xml: str | bytes, allow: AllowList) -> list[str]:
    """What is wrong with a document, one line each and no spoken text in it; empty when nothing is."""
    try:
        root = parse(xml)
    except IllFormed as error:
        return [str(error)]
    if root.tag != "Response":
        return [f"the root is <{root.tag}>, not <Response>"]
    return [*_element_faults(root, "VoiceResponse", allow), *_unreachable(root)]


@cache
def _schema() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("twiml_schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _tag(kind: str) -> str:
    """The element of a class: `SsmlSayAs` is written <say-as>."""
    if kind.startswith("Ssml"):
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind.removeprefix("Ssml")).lower()
    return UNLIKE_THEIR_CLASS.get(kind, kind)


@cache
def _children(kind: str) -> Mapping[str, str]:
    return {_tag(child): child for child in _schema()["children"].get(kind, ())}


def _element_faults(element: ET.Element, kind: str, allow: AllowList) -> Iterator[str]:
    yield from _attribute_faults(element, kind)
    yield from _text_faults(element)
    known = _children(kind)
    allowed = known if kind.startswith(("Say", "Ssml")) else allow.get(element.tag, frozenset())
    for child in element:
        if child.tag in known and child.tag in allowed:
            yield from _element_faults(child, known[child.tag], allow)
        else:
            yield f"<{child.tag}> is not allowed in <{element.tag}>"


def _attribute_faults(element: ET.Element, kind: str) -> Iterator[str]:
    types = _schema()["attrs"].get(kind, {})
    for written, value in element.attrib.items():
        name = "xml:lang" if written == XML_LANG else written
        if name not in types:
            yield f"<{element.tag}> has no attribute {name}"
        elif not _fits(value, name, types[name]):
            yield f"<{element.tag} {name}> does not take this value"


def _fits(value: str, name: str, kind: str) -> bool:
    if kind.endswith("[]"):
        return bool(value.split()) and all(_fits(part, name, kind.removesuffix("[]")) for part in value.split())
    if kind in _schema()["enums"]:
        return value in _schema()["enums"][kind]
    return re.fullmatch(NARROWER.get(name) or KINDS.get(kind) or "(?s:.*)", value) is not None


def _text_faults(element: ET.Element) -> Iterator[str]:
    if element.tag == "Say" and len("".join(element.itertext())) > SAY_LENGTH:
        yield f"<Say> is longer than {SAY_LENGTH} characters"
    if element.tag in WITH_TEXT:
        if not "".join(element.itertext()).strip():
            yield f"<{element.tag}> is empty"
    elif element.tag in ("Response", "Gather", "Dial"):
        strays = [element.text, *(child.tail for child in element)]
        if any(stray and stray.strip() for stray in strays):
            yield f"<{element.tag}> has text between its elements"


def _unreachable(root: ET.Element) -> Iterator[str]:
    """No verb after one that leaves the document is ever executed."""
    for verb, following in pairwise(root):
        if verb.tag in ("Hangup", "Redirect") or (verb.tag == "Dial" and "action" in verb.attrib):
            yield f"<{following.tag}> after <{verb.tag}> is never reached"
