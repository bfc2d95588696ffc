"""A mail server in every mood."""

import asyncio
from collections import Counter
from random import Random
from typing import Any

from aiosmtpd.smtp import Envelope

from tests.bad_days.moods import Mood
from tests.outbound.mail_server import Postbox

LATE = (0.5, 4.0)  # seconds


class MoodyPostbox(Postbox):
    def __init__(self, random: Random) -> None:
        super().__init__()
        self.mood = Mood.WELL
        self._random = random

    async def handle_RCPT(self, *conversation: Any) -> str:  # noqa: N802 - aiosmtpd's name, as the next
        self.recipient_answer = "450 4.2.0 Greylisted, try again later" if self.mood is Mood.DOWN else None
        return await super().handle_RCPT(*conversation)

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802 - the same
        if self.mood is Mood.SLOW:
            await asyncio.sleep(self._random.uniform(*LATE))
        answer = await super().handle_DATA(server, session, envelope)
        if self.mood is Mood.SILENT:
            server.transport.abort()
        return answer

    def copies(self) -> Counter[str]:
        """How often each e-mail arrived, by its Message-ID."""
        return Counter(str(mail["Message-ID"]) for mail in self.arrived)
