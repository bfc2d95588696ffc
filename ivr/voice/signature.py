"""Is this request from our carrier? Asked before anything else of it is believed; every doubt is a no.

Twilio's scheme: base64(HMAC(secret, URL + every parameter as name and value, sorted)), by default with SHA-1 and the
account's auth token, see https://www.twilio.com/docs/usage/webhooks/webhooks-security. A header may name SHA-256
instead; then the secret is a SharedKey of the account's webhook configuration. Parameters are joined without separators
and duplicates count once, so a valid signature alone does not say what a parameter is: `ivr.voice.shapes` does.
"""

from collections.abc import Callable, Sequence
from hmac import compare_digest
from urllib.parse import urlsplit

from flask import Request
from twilio.request_validator import (
    HMAC_SHA1,
    HMAC_SHA256,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)
from werkzeug.datastructures import MultiDict

FORM = "application/x-www-form-urlencoded"
HEADER = "X-Twilio-Signature"
DEFAULT_PORTS = {"http": 80, "https": 443}


class Values(dict[str, list[str]]):
    """Each parameter's values, as the carrier's library asks for them; other mappings it asks twice."""

    getall = dict.__getitem__


Scheme = Callable[[Request, MultiDict[str, str]], str | None]
"""How one carrier signs: None where it has signed, else why we doubt that. It may raise anything: that is a no too."""


def twilio_scheme(public_url: str, auth_tokens: Sequence[str], shared_keys: Sequence[str] = ()) -> Scheme:
    """Signed for `public_url`, whatever Host or forwarding headers say, with any of the secrets (rotation)."""
    secrets = {HMAC_SHA1: auth_tokens, HMAC_SHA256: shared_keys}
    validators = {algorithm: [RequestValidator(secret) for secret in found] for algorithm, found in secrets.items()}
    bases = spellings(public_url)

    def doubt(request: Request, form: MultiDict[str, str]) -> str | None:
        given = request.headers.get(HEADER)
        algorithm = get_signature_algorithm(request.headers.get(SIGNATURE_SETTINGS_HEADER)).upper()
        if not given:
            return "not signed"
        if algorithm not in validators:
            return "signed in an unknown way"
        if not validators[algorithm]:
            return "signed with a SharedKey, and TWILIO_SHARED_KEY is not set"
        target = request.path + ("?" + request.query_string.decode("ascii") if request.query_string else "")
        known = ((validator, base + target) for validator in validators[algorithm] for base in bases)
        values = Values(form.lists())
        expected = (validator.compute_signature(url, values, algorithm) for validator, url in known)
        return None if any(compare_digest(one, given) for one in expected) else "wrong signature"

    return doubt


def signature_check(scheme: Scheme) -> Callable[[Request], str | None]:
    """The check of every voice route: why a request is not believed to be the carrier's, None where it is."""

    def doubt(request: Request) -> str | None:
        try:
            return scheme(request, request.form) if request.mimetype == FORM else "not a form"
        except Exception as error:  # a request that cannot even be checked
            return f"cannot be checked: {type(error).__name__}"

    return doubt


def spellings(public_url: str) -> Sequence[str]:
    """As it is set, and without and with the port, its scheme's where it has none: the carrier's library takes both."""
    parts = urlsplit(public_url)
    host = parts.netloc.removesuffix(f":{parts.port}") if parts.port else parts.netloc
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    hosts = (parts.netloc, host, f"{host}:{port}")
    return list(dict.fromkeys(parts._replace(netloc=one).geturl() for one in hosts))
