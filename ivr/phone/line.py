"""The line that is called: its addresses, its account, its number."""

from dataclasses import dataclass, field
from urllib.parse import urljoin

from ivr.phone.errors import Fault


@dataclass(frozen=True)
class Line:
    """Requests go to `base_url`; they are signed for `public_url`, where Twilio would send them.

    `number` is what a caller dials (E.164 or a SIP address), `account_sid` AC and 32 hexadecimal digits. `verified` are
    the numbers that the carrier knows as the account's, besides the one that is dialled.
    """

    base_url: str
    public_url: str
    auth_token: str = field(repr=False)
    account_sid: str
    number: str
    verified: tuple[str, ...] = ()

    def route(self, path: str) -> str:
        """The public address of a path of the line."""
        return self.public_url.rstrip("/") + path

    def resolve(self, reference: str, base: str) -> str:
        """An address as a document at `base` gives it; an empty one means that document again."""
        return urljoin(base, reference)

    def address(self, url: str) -> str:
        """Where a public address of the line is reached from here. Raises Fault for an address of anybody else's."""
        public = self.public_url.rstrip("/")
        if not url.startswith(f"{public}/"):
            raise Fault("a document names an address that is not under the line's public URL")
        return self.base_url.rstrip("/") + url.removeprefix(public)
