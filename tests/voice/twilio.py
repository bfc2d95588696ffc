"""Twilio as the line sees it: signed posts in, documents out. Each document is checked against the TwiML schema."""

import secrets
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from ivr.voice.schema import CALL, WHISPER, AllowList, faults, parse

PUBLIC_URL = "https://line.example"
TOKEN, NEXT_TOKEN = "9f1c5b7ad2e4860391bc" * 2, "27d80e6ba94f13c5208d" * 2
ACCOUNT = "AC" + "0123456789abcdef" * 2
LINE_NUMBER, CALLER = "+46101740600", "+46701740680"


def new_sid() -> str:
    return "CA" + secrets.token_hex(16)


def sign(url: str, params: dict[str, str], token: str = TOKEN) -> str:
    signature: str = RequestValidator(token).compute_signature(url, params)
    return signature


@dataclass
class Leg:
    """One leg's requests, each with what else is `told`, and the document it got last.

    `answers` has every response, oldest first.
    """

    client: FlaskClient
    allow: AllowList = field(default_factory=lambda: CALL)
    sid: str = field(default_factory=new_sid)
    from_number: str = CALLER
    answers: list[TestResponse] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)

    def params(self, **more: str) -> dict[str, str]:
        return {
            "CallSid": self.sid,
            "AccountSid": ACCOUNT,
            "From": self.from_number,
            "To": LINE_NUMBER,
            "CallStatus": "in-progress",
            "ApiVersion": "2010-04-01",
            "Direction": "inbound",
            **self.told,
            **more,
        }

    def posts(self, url: str, **more: str) -> TestResponse:
        """To a public address, as Twilio signs it."""
        params = self.params(**more)
        target = url.removeprefix(PUBLIC_URL)
        answer = self.client.post(
            target, data=params, headers={"X-Twilio-Signature": sign(PUBLIC_URL + target, params)}
        )
        self.answers.append(answer)
        return answer

    def asks(self, url: str, **more: str) -> "Leg":
        """Posts, and expects a document that a carrier executes."""
        answer = self.posts(url, **more)
        assert (answer.status_code, answer.mimetype) == (200, "text/xml")
        assert faults(answer.data, self.allow) == []
        return self

    @property
    def document(self) -> bytes:
        document: bytes = self.answers[-1].data
        return document

    @property
    def root(self) -> Element:
        return parse(self.document)

    @property
    def words(self) -> str:
        return " ".join(say.text or "" for say in self.root.iter("Say"))

    @property
    def verbs(self) -> list[str]:
        return [verb.tag for verb in self.root]

    def find(self, tag: str) -> Element:
        found = self.root.find(f".//{tag}")
        assert found is not None, f"no <{tag}> in {self.document.decode()}"
        return found

    @property
    def leads_to(self) -> str:
        """Where a document without words sends the carrier."""
        assert self.verbs == ["Redirect"]
        return self.find("Redirect").text or ""

    @property
    def action(self) -> str:
        """Where the document's question, or its dial, leads."""
        return next(verb.attrib["action"] for verb in self.root if "action" in verb.attrib)


class InboundCall(Leg):
    """A caller's leg."""

    def dials(self) -> "InboundCall":
        self.asks("/voice/incoming", CallStatus="ringing")
        return self

    def keys(self, digits: str) -> "InboundCall":
        self.asks(self.action, Digits=digits)
        return self

    def follows(self) -> "InboundCall":
        """As the carrier does where a document leads on."""
        self.asks(self.leads_to)
        return self

    def dial_ends(self, status: str, *, bridged: bool = False) -> "InboundCall":
        self.asks(self.action, DialCallStatus=status, DialBridged="true" if bridged else "false")
        return self

    def ends(self, status: str = "completed") -> None:
        assert self.posts("/voice/status", CallStatus=status).status_code in (200, 204)

    def rings(self) -> Leg:
        """The leg of the agent whose telephone rings, with what is whispered there."""
        agent = Leg(self.client, WHISPER, from_number=CALLER)
        agent.asks(self.find("Number").attrib["url"], Direction="outbound-dial", ParentCallSid=self.sid)
        return agent
