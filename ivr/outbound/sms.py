"""Text messages through Twilio's REST API: https://www.twilio.com/docs/messaging/api/message-resource

`twilio.rest` is slow to import, so this module is imported only where messages are sent.
"""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from ssl import SSLCertVerificationError

from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.exceptions import ProxyError as ProxyFailed
from urllib3.exceptions import SSLError as TlsFailed

from domain.errors import AnswerLost, MessageRefused, Unavailable
from domain.lanes import TEXT_STEP

API = "https://api.twilio.com"
CLOCKS_APART = timedelta(minutes=1)  # Twilio's and ours, at most
LONGEST_KEPT = 36_000  # seconds that Twilio keeps a text at most
MOST_TEXTS = 50  # of one number that are looked through, the newest first


class TwilioMessages:
    """`sender` is a number (E.164) or a name. Implements `domain.ports.MessageSender`."""

    def __init__(self, account_sid: str, auth_token: str, sender: str, base_url: str = API) -> None:
        self._sender = sender
        self._client = Client(account_sid, auth_token, http_client=TwilioHttpClient(timeout=TEXT_STEP))
        self._client.api.base_url = base_url

    def send(self, recipient: str, text: str, until: datetime | None = None) -> None:
        """Raises MessageRefused with Twilio's reason: a number that is refused once is refused always.

        Raises AnswerLost where Twilio may have taken it, Unavailable for everything else; none with its cause, which
        quotes the number.
        """
        try:
            self._client.messages.create(
                to=recipient, from_=self._sender, body=text, validity_period=_seconds_left(until)
            )
        except TwilioRestException as refusal:
            if refusal.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                raise AnswerLost(f"Twilio answered {refusal.status}") from None
            if refusal.status != HTTPStatus.BAD_REQUEST:
                raise Unavailable(f"Twilio answered {refusal.status}") from None
            raise MessageRefused(f"Twilio refused with {refusal.code}") from None
        except (TwilioException, ValueError) as nonsense:  # its answer is no JSON
            raise AnswerLost(f"Twilio's answer makes no sense: {type(nonsense).__name__}") from None
        except OSError as error:
            if _was_never_sent(error):
                raise Unavailable(f"Twilio does not answer: {type(error).__name__}") from None
            raise AnswerLost(f"Twilio's answer was lost: {type(error).__name__}") from None

    def has_taken(self, recipient: str, text: str, since: datetime) -> bool:
        """Look for it among the newest texts to this number. Raises Unavailable.

        Twilio keeps no key of its client's with a message, so it is known by its number, its words and its time.
        """
        try:
            found = self._client.messages.list(to=recipient, limit=MOST_TEXTS, page_size=MOST_TEXTS)
        except (TwilioException, ValueError, OSError) as error:
            raise Unavailable(f"Twilio does not say what it has taken: {type(error).__name__}") from None
        earliest = since - CLOCKS_APART
        return any(text in (one.body or "") for one in found if one.date_created and one.date_created >= earliest)


def _seconds_left(until: datetime | None) -> int:
    """How long Twilio may keep a text that it cannot send yet."""
    left = LONGEST_KEPT if until is None else int((until - datetime.now(UTC)).total_seconds())
    return max(1, min(left, LONGEST_KEPT))


def _was_never_sent(error: OSError) -> bool:
    """Whether no connection came about, or one to somebody whom nobody vouches for.

    All else may have broken after the request was sent: urllib3 blames a proxy for that, too.
    """
    cause = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(cause, ProxyFailed):
        cause = cause.original_error
    if isinstance(cause, TlsFailed):
        cause = cause.args[0]
    is_tunnel_refused = type(cause) is OSError  # http.client's own
    return is_tunnel_refused or isinstance(cause, (NewConnectionError, ConnectTimeoutError, SSLCertVerificationError))
