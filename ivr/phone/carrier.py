"""The carrier's side of HTTP: signed posts, cookies, and what counts as a failure.

Rules: https://www.twilio.com/docs/usage/webhooks/webhooks-security and https://www.twilio.com/docs/api/errors
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx
from twilio.request_validator import RequestValidator

from ivr.phone.errors import Fault, RequestFailed
from ivr.phone.http import client
from ivr.phone.line import Line
from ivr.voice.schema import IllFormed, parse

BODY_SIZE = 64 * 1024
HTTP_FAILED, CONNECTION_FAILED, TOO_LARGE, BAD_CONTENT_TYPE, ILL_FORMED = 11200, 11205, 11750, 12300, 12100


@dataclass(frozen=True)
class Sent:
    """One request as it left: `url` is the public one that the signature covers, `address` where it was posted."""

    url: str
    address: str
    params: Mapping[str, str] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)

    @property
    def path(self) -> str:
        return urlsplit(self.url).path


@dataclass(frozen=True)
class Document:
    """A TwiML document, byte for byte, with the request that got it."""

    request: Sent
    xml: bytes = field(repr=False)


class Carrier:
    """Sends the requests of one call and keeps them: `requests` in order, `documents` those that were answered well."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.requests: list[Sent] = []
        self.documents: list[Document] = []
        self._client = client()
        self._client.headers.update({"User-Agent": "TwilioProxy/1.1", "Accept": "*/*"})

    def fetch(self, url: str, params: Mapping[str, str]) -> Document:
        """Post and expect TwiML back. Raises RequestFailed for all that sends Twilio to the fallback URL."""
        sent, response = self._post(url, params)
        for failed, code, why in (
            (not response.is_success, HTTP_FAILED, f"was answered with status {response.status_code}"),
            (not _is_xml(response), BAD_CONTENT_TYPE, "was answered without an XML content type"),
            (len(response.content) > BODY_SIZE, TOO_LARGE, "was answered with more than 64 kB"),
            (not _is_well_formed(response.content), ILL_FORMED, "was answered with ill-formed XML"),
        ):
            if failed:
                raise RequestFailed(code, url, f"{sent.path} {why} (Twilio error {code})")
        self.documents.append(Document(sent, response.content))
        return self.documents[-1]

    def report(self, url: str, params: Mapping[str, str]) -> None:
        """Post a status callback; its answer is not read. Raises Fault where it is refused."""
        sent, response = self._post(url, params)
        if not response.is_success:
            raise Fault(f"{sent.path} was answered with status {response.status_code}")

    def _post(self, url: str, params: Mapping[str, str]) -> tuple[Sent, httpx.Response]:
        sent = Sent(url, self.line.address(url), dict(params), self._signed(url, params))
        self.requests.append(sent)
        try:
            return sent, self._client.post(sent.address, data=sent.params, headers=sent.headers)
        except httpx.TransportError as error:
            code = HTTP_FAILED if isinstance(error, httpx.ReadTimeout) else CONNECTION_FAILED
            why = f"{sent.path} got no answer: {type(error).__name__} (Twilio error {code})"
            raise RequestFailed(code, url, why) from None

    def _signed(self, url: str, params: Mapping[str, str]) -> dict[str, str]:
        signature = RequestValidator(self.line.auth_token).compute_signature(url, dict(params))
        return {"X-Twilio-Signature": signature, "I-Twilio-Idempotency-Token": str(uuid.uuid4())}


def _is_xml(response: httpx.Response) -> bool:
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return kind in ("text/xml", "application/xml")


def _is_well_formed(body: bytes) -> bool:
    try:
        parse(body)
    except IllFormed:
        return False
    return True
