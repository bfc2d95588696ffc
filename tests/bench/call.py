"""One call as the carrier makes it: a generator that yields posts and is sent their answers."""

import base64
import hmac
import secrets
from collections.abc import Callable, Generator
from dataclasses import dataclass
from urllib.parse import urlencode

from ivr.phone.line import Line
from tests.bench.script import CODE, IDENTIFIERS, Script

DIAL_ENDINGS = ("no-answer", "busy")
IN_PROGRESS = {"CallStatus": "in-progress"}
OK, NO_CONTENT = 200, 204
FIRST, FIGURES, OTHER, REPORT = "first document", "figures", "other", "report of the end"


@dataclass(frozen=True)
class Post:
    """`path` with its query string; `body` is the encoded form, `signature` what Twilio would send with it.

    `part`: what of the call it asks for.
    """

    path: str
    body: bytes
    signature: str
    part: str = ""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


class WrongAnswer(Exception):
    """The call did not go as its script says."""


Identifiers = Callable[[str], str]
"""The next identifier of a kind (`{customer}` …)."""

Codes = Callable[[str, int], str | None]
"""The code that was sent in a call (its SID) by its turn of that number; None while it is on its way."""

Call = Generator[Post | None, Answer | None, None]
"""It yields None while the caller waits for a text message, to be sent None in a moment."""


def sign(url: str, params: dict[str, str], token: str) -> str:
    """https://www.twilio.com/docs/usage/webhooks/webhooks-security, without the library's overhead: the generator of
    requests shares the machine with what it measures."""
    signed = url + "".join(f"{name}{params[name]}" for name in sorted(params))
    return base64.b64encode(hmac.digest(token.encode(), signed.encode(), "sha1")).decode()


def play(line: Line, script: Script, caller: str, identifiers: Identifiers, codes: Codes) -> Call:
    """Raises WrongAnswer where an answer is not TwiML, or the last one does not end the call."""
    params, code = _params(line, caller), ""
    form = urlencode(params)
    answer = yield _post(line, "/voice/incoming", params, form, {"CallStatus": "ringing"}, part=FIRST)
    for turn, act in enumerate(script.acts):
        keys = identifiers(act) if act in IDENTIFIERS else code if act == CODE else act
        part = FIGURES if act == CODE else OTHER
        answer = yield _post(line, _action(line, answer), params, form, _sent(keys), part=part)
        if act in IDENTIFIERS and CODE in script.acts:
            _document(answer)
            code = yield from _text_message(codes, params["CallSid"], turn)
    if b"<Hangup" not in _document(answer):
        raise WrongAnswer(f"the call of kind {script.name} did not come to its end")
    answer = yield _post(
        line, "/voice/status", params, form, {"CallStatus": "completed", "CallDuration": "60"}, part=REPORT
    )
    if answer is None or answer.status not in (OK, NO_CONTENT):
        raise WrongAnswer("the report of the end was not taken")


def _text_message(codes: Codes, call_sid: str, turn: int) -> Generator[None, Answer | None, str]:
    """Looked for at once: on its way it can be told from others to the same phone."""
    while (code := codes(call_sid, turn)) is None:
        yield None
    return code


def _sent(act: str) -> dict[str, str]:
    if act in DIAL_ENDINGS:
        return IN_PROGRESS | {"DialCallStatus": act, "DialBridged": "false"}
    return IN_PROGRESS | {"Digits": "" if act == "-" else act, "FinishedOnKey": ""}


def _post(line: Line, path: str, params: dict[str, str], form: str, own: dict[str, str], *, part: str) -> Post:
    """`form` is `params` encoded, which every request of a call has; `own` are this one's."""
    body = f"{form}&{urlencode(own)}".encode()
    return Post(path, body, sign(line.public_url + path, params | own, line.auth_token), part)


def _action(line: Line, answer: Answer | None) -> str:
    """Where the first verb that asks or dials leads, found without parsing: the schema is checked elsewhere."""
    _, found, rest = _document(answer).partition(b'action="')
    if not found:
        raise WrongAnswer("a document asks for nothing while its script goes on")
    return rest.partition(b'"')[0].decode().removeprefix(line.public_url)


def _document(answer: Answer | None) -> bytes:
    if answer is None or answer.status != OK or b"<Response" not in answer.body:
        raise WrongAnswer("not answered with TwiML")
    return answer.body


def _params(line: Line, caller: str) -> dict[str, str]:
    """https://www.twilio.com/docs/voice/twiml#request-parameters"""
    return {
        "CallSid": "CA" + secrets.token_hex(16),
        "AccountSid": line.account_sid,
        "From": caller,
        "To": line.number,
        "Caller": caller,
        "Called": line.number,
        "ApiVersion": "2010-04-01",
        "Direction": "inbound",
    }
