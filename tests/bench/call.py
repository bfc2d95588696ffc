"""One call as the carrier makes it: a generator that yields posts and is sent their answers."""

import base64
import hmac
import secrets
from collections.abc import Callable, Generator
from dataclasses import dataclass
from urllib.parse import urlencode

from ivr.phone.line import Line
from tests.bench.script import Script

DIAL_ENDINGS = ("no-answer", "busy")
IN_PROGRESS = {"CallStatus": "in-progress"}
OK, NO_CONTENT = 200, 204


@dataclass(frozen=True)
class Post:
    """`path` with its query string; `body` is the encoded form, `signature` what Twilio would send with it."""

    path: str
    body: bytes
    signature: str


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


class WrongAnswer(Exception):
    """The call did not go as its script says."""


Identifiers = Callable[[str], str]
"""The next identifier of a kind (`{customer}` …)."""

Codes = Callable[[str, int], str]
"""The code that was sent in a call (its SID) by its turn of that number."""

Call = Generator[Post, Answer, None]


def sign(url: str, params: dict[str, str], token: str) -> str:
    """https://www.twilio.com/docs/usage/webhooks/webhooks-security, without the library's overhead: the generator of
    requests shares the machine with what it measures."""
    signed = url + "".join(f"{name}{params[name]}" for name in sorted(params))
    return base64.b64encode(hmac.digest(token.encode(), signed.encode(), "sha1")).decode()


def play(line: Line, script: Script, caller: str, identifiers: Identifiers, codes: Codes) -> Call:
    """Raises WrongAnswer where an answer is not TwiML, or the last one does not end the call."""
    params = _params(line, caller)
    form = urlencode(params)
    answer = yield _post(line, "/voice/incoming", params, form, {"CallStatus": "ringing"})
    for act in script.acts:
        if act.startswith("{"):
            keys = codes(params["CallSid"], script.identified_at) if act == "{code}" else identifiers(act)
        else:
            keys = act
        answer = yield _post(line, _action(line, answer), params, form, _sent(keys))
    if b"<Hangup" not in _document(answer):
        raise WrongAnswer(f"the call of kind {script.name} did not come to its end")
    answer = yield _post(line, "/voice/status", params, form, {"CallStatus": "completed", "CallDuration": "60"})
    if answer.status not in (OK, NO_CONTENT):
        raise WrongAnswer(f"the report of the end was answered with status {answer.status}")


def _sent(act: str) -> dict[str, str]:
    if act in DIAL_ENDINGS:
        return IN_PROGRESS | {"DialCallStatus": act, "DialBridged": "false"}
    return IN_PROGRESS | {"Digits": "" if act == "-" else act, "FinishedOnKey": ""}


def _post(line: Line, path: str, params: dict[str, str], form: str, own: dict[str, str]) -> Post:
    """`form` is `params` encoded, which every request of a call has; `own` are this one's."""
    body = f"{form}&{urlencode(own)}".encode()
    return Post(path, body, sign(line.public_url + path, params | own, line.auth_token))


def _action(line: Line, answer: Answer) -> str:
    """Where the first verb that asks or dials leads, found without parsing: the schema is checked elsewhere."""
    _, found, rest = _document(answer).partition(b'action="')
    if not found:
        raise WrongAnswer("a document asks for nothing while its script goes on")
    return rest.partition(b'"')[0].decode().removeprefix(line.public_url)


def _document(answer: Answer) -> bytes:
    if answer.status != OK or b"<Response" not in answer.body:
        raise WrongAnswer(f"answered with status {answer.status}, or without TwiML")
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
