"""Text messages through Twilio's REST API: https://www.twilio.com/docs/messaging/api/message-resource

`twilio.rest` is slow to import, so this module is imported only where messages are sent.
"""

from http import HTTPStatus

from requests import ConnectionError as RequestFailed
from requests import ReadTimeout
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from urllib3.exceptions import ProtocolError

from domain.errors import AnswerLost, MessageRefused, Unavailable
from ivr.logs import log_event

API = "https://api.twilio.com"
TIMEOUT = 1.5  # seconds to connect, and as many for each part of the answer


class TwilioMessages:
    """`sender` is a number (E.164) or a name. Implements `domain.ports.MessageSender`."""

    def __init__(self, account_sid: str, auth_token: str, sender: str, base_url: str = API) -> None:
        self._sender = sender
        self._client = Client(account_sid, auth_token, http_client=TwilioHttpClient(timeout=TIMEOUT))
        self._client.api.base_url = base_url

    def send(self, recipient: str, text: str) -> None:
        """Raises MessageRefused, logged with Twilio's reason: a number that is refused once is refused always.

        Raises AnswerLost where Twilio may have taken it, Unavailable for everything else; none with its cause, which
        quotes the number.
        """
        try:
            self._client.messages.create(to=recipient, from_=self._sender, body=text)
        except TwilioRestException as refusal:
            if refusal.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                raise AnswerLost(f"Twilio answered {refusal.status}") from None
            if refusal.status != HTTPStatus.BAD_REQUEST:
                raise Unavailable(f"Twilio answered {refusal.status}") from None
            log_event("message_refused", status=refusal.status, reason=str(refusal.code))
            raise MessageRefused(f"Twilio refused with {refusal.code}") from None
        except OSError as error:
            if _may_have_arrived(error):
                raise AnswerLost(f"Twilio's answer was lost: {type(error).__name__}") from None
            raise Unavailable(f"Twilio does not answer: {type(error).__name__}") from None


def _may_have_arrived(error: OSError) -> bool:
    """Whether the request went out: its answer timed out, or the connection broke under it."""
    is_broken = isinstance(error, RequestFailed) and bool(error.args) and isinstance(error.args[0], ProtocolError)
    return is_broken or isinstance(error, ReadTimeout)
