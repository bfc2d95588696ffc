"""A phone call that stands at its last code: what the carrier sends then, once or again and again."""

from dataclasses import dataclass, field

import httpx

from ivr.dialogue.voice import prompt
from ivr.phone.line import Line
from ivr.prompts.catalogue import spoken
from ivr.voice.schema import CALL, faults, parse
from tests.phone.caller import Person
from tests.voice.twilio import sign


@dataclass(frozen=True)
class LastCode:
    """One request of a call. `url` is the public address, which the signature covers; `address` where it is sent."""

    url: str
    address: str
    signature: str
    params: dict[str, str] = field(repr=False)

    def deliver(self, client: httpx.Client) -> str:
        """What the caller hears. The document is one that a carrier executes."""
        answer = client.post(self.address, data=self.params, headers={"X-Twilio-Signature": self.signature})
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/xml; charset=utf-8")
        assert faults(answer.content, CALL) == []
        return words_in(answer.content)


def call_at_last_code(line: Line, phone: str, national_number: str) -> LastCode:
    """Of an applicant who has said yes. `national_number`: 12 digits; `phone`: where the codes go."""
    person = Person(line, phone).dials().enters(f"{national_number}#").enters("{code}")
    person.presses("2").presses("2").presses("2").presses("1").hears_prompt("signing-code")
    gather = parse(person.documents[-1].xml).find("Gather")
    assert gather is not None
    url = gather.attrib["action"]
    params = {**person.requests[-1].params, "Digits": person.newest_code()}
    return LastCode(url, line.address(url), sign(url, params, line.auth_token), params)


def words_in(document: bytes) -> str:
    return " ".join(say.text or "" for say in parse(document).iter("Say"))


def says(words: str, key: str) -> bool:
    """Whether the prompt of that key is in them."""
    return spoken(prompt(key), "en-GB").lower() in words.lower()
