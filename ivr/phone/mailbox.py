"""The messages that the line sent to one number: the demo's handset shows them."""

import re
import time
from dataclasses import dataclass, field

import httpx

from ivr.phone.errors import NoCode
from ivr.phone.http import client

PATIENCE = 5.0  # seconds until a message must have come
INTERVAL = 0.1
CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")


@dataclass(frozen=True)
class Message:
    """`at` as the line writes it; it is compared, not read."""

    at: str
    text: str = field(repr=False)


class Mailbox:
    def __init__(self, base_url: str, to: str) -> None:
        self._address = base_url.rstrip("/") + "/phone/messages"
        self._to = to
        self._client = client()
        self._seen: set[Message] = set()

    def new(self) -> list[Message]:
        """Messages not seen before, newest first; none where the line shows no messages."""
        new = [message for message in self._messages() if message not in self._seen]
        self._seen.update(new)
        return new

    def newest_code(self) -> str:
        """The code in the newest message not seen before, waited for up to 5 s. Raises NoCode."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            codes = [found.group() for message in self.new() if (found := CODE.search(message.text))]
            if codes:
                return codes[0]
            time.sleep(INTERVAL)
        raise NoCode(f"no new message with a code came within {PATIENCE:.0f} s")

    def _messages(self) -> list[Message]:
        try:
            answer = self._client.get(self._address, params={"to": self._to})
        except httpx.TransportError:
            return []
        return [Message(item["at"], item["text"]) for item in answer.json()] if answer.is_success else []
