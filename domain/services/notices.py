"""What people are sent about an agreement: its terms, that it is signed, and for how long it can be withdrawn from.

Each goes out as a text and by e-mail, once for each agreement; the documents go with the e-mail.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from domain.agreements import Agreement
from domain.evidence import Evidence
from domain.messages import Channel, Message, MessageValue
from domain.repositories import Outbox

REMINDED_BEFORE = timedelta(days=3)
ACCOUNT_ENDING = 3  # digits
LANGUAGE = "sv-SE"  # where nobody chose one


@dataclass(frozen=True)
class Notices:
    """To `person`, about `agreement`, from `now` on."""

    outbox: Outbox
    person: str
    agreement: Agreement
    now: datetime
    language: str = LANGUAGE

    def terms_sent(self) -> None:
        """The documents by e-mail, and a text that says so."""
        values = values_of(self.agreement)
        self._add("text-terms-sent", Channel.TEXT, values)
        self._add("mail-terms", Channel.EMAIL, values, has_documents=True)

    def signed(self, evidence: Evidence, account: str) -> None:
        """At once, and again before the right of withdrawal ends."""
        values = values_of(self.agreement) | {"account": ending(account), "until": evidence.withdraw_until}
        reminded_at = datetime.combine(evidence.withdraw_until, time(12), UTC) - REMINDED_BEFORE
        self._add("text-signed", Channel.TEXT, values)
        self._add("mail-signed", Channel.EMAIL, values, has_documents=True)
        self._add("text-withdrawal", Channel.TEXT, values, reminded_at)
        self._add("mail-withdrawal", Channel.EMAIL, values, reminded_at)

    def _add(
        self,
        wording: str,
        channel: Channel,
        values: Mapping[str, MessageValue],
        not_before: datetime | None = None,
        *,
        has_documents: bool = False,
    ) -> None:
        stored = [document.sha256 for document in self.agreement.documents if document.sha256]
        self.outbox.add(
            Message(
                dedupe=f"{wording}:{self.agreement.hash}",
                recipient=self.person,
                language=self.language,
                wording=wording,
                values=values,
                created_at=self.now,
                channel=channel,
                not_before=not_before,
                attachments=tuple(dict.fromkeys([self.agreement.hash, *stored])) if has_documents else (),
            )
        )


def values_of(agreement: Agreement) -> dict[str, MessageValue]:
    """For the wording of whatever is sent about it."""
    return {
        "lender": agreement.lender,
        "product": agreement.product,
        "amount": agreement.credit_limit,
        "nominal-rate": agreement.nominal_rate,
        "effective-rate": agreement.effective_rate,
        "monthly-fee": agreement.monthly_fee,
        "reminder-fee": agreement.reminder_fee,
        "total-cost": agreement.total_cost,
        "total-payable": agreement.total_payable,
        "withdrawal-days": agreement.withdrawal_days,
    }


def ending(account: str) -> str:
    """Of its number, as much as may be said or written."""
    return account[-ACCOUNT_ENDING:]
