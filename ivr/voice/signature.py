"""Is this request from our carrier? Asked before anything else of it is believed; every doubt is a no.

Twilio's scheme: base64(HMAC-SHA1(auth token, URL + every parameter as name and value, sorted)), see
https://www.twilio.com/docs/usage/webhooks/webhooks-security. Parameters are joined without separators and duplicates
count once, so a valid signature alone does not say what a parameter is: `ivr.voice.shapes` does.
"""

from collections.abc import Callable, Sequence
from hmac import compare_digest
from urllib.parse import urlsplit

from flask import Request
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from ivr.logs import log_event
from ivr.voice.shapes import well_shaped

FORM = "application/x-www-form-urlencoded"
HEADER = "X-Twilio-Signature"

Scheme = Callable[[Request, MultiDict[str, str]], bool]
"""How one carrier signs. May raise whatever it likes: that is a no too."""


def twilio_scheme(public_url: str, auth_tokens: Sequence[str]) -> Scheme:
    """Signed for `public_url`, whatever Host or forwarding headers say, with any of the tokens (rotation)."""
    validators = [RequestValidator(token) for token in auth_tokens]
    bases = dict.fromkeys((public_url, _without_port(public_url)))

    def is_signed(request: Request, form: MultiDict[str, str]) -> bool:
        given = request.headers[HEADER]
        target = request.path + ("?" + request.query_string.decode("ascii") if request.query_string else "")
        expected = (known.compute_signature(base + target, form) for known in validators for base in bases)
        return any(compare_digest(signature, given) for signature in expected)

    return is_signed


def genuine(scheme: Scheme, account_sid: str | None) -> Callable[[Request], bool]:
    """The check of every voice route. `account_sid`: ours, where it is set."""

    def is_genuine(request: Request) -> bool:
        try:
            if request.mimetype != FORM:
                return False
            form = request.form
            return scheme(request, form) and well_shaped(form) and account_sid in (None, form["AccountSid"])
        except Exception as error:  # a request that cannot even be checked
            log_event("signature_check_failed", error=type(error).__name__)
            return False

    return is_genuine


def _without_port(public_url: str) -> str:
    """The carrier leaves a port of its own choice out of what it signs; its own library accepts both."""
    parts = urlsplit(public_url)
    host = parts.netloc.removesuffix(f":{parts.port}") if parts.port else parts.netloc
    return parts._replace(netloc=host).geturl()
