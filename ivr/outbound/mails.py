"""A message of the outbox as an e-mail: its words, the documents that go with it, the address of whoever it is for."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from domain.agreements import Agreement
from domain.documents import AGREEMENT, PDF, Document
from domain.errors import Unavailable
from domain.messages import Message
from domain.people import Addressee, Person
from ivr.outbound.mail import Attachment, Mail, MailSender
from ivr.prompts.catalogue import has, in_lines, written

TERMS_FILES = ("agreement-standard-information-file", "agreement-account-terms-file")  # as an agreement lists them


@dataclass(frozen=True)
class EmailMessages:
    """`document` finds one by its SHA-256."""

    sender: MailSender
    document: Callable[[str], Document | None]

    def send(self, to: Addressee, message: Message) -> None:
        """In the person's own language where it has the wording; to nobody who has no address.

        Raises what the sender raises, and Unavailable where a document that belongs to it is not found.
        """
        if isinstance(to, Person) and to.email:
            self.sender.send(to.email, self._mail(to, message))

    def _mail(self, person: Person, message: Message) -> Mail:
        subject, body = f"{message.wording}-subject", f"{message.wording}-body"
        language = person.language if has(subject, person.language) else message.language
        return Mail(
            key=message.dedupe,
            language=language,
            subject=written(subject, language, message.values),
            body=in_lines(body, language, message.values),
            attachments=tuple(self._attached(message.attachments, language)),
        )

    def _attached(self, hashes: Sequence[str], language: str) -> Iterator[Attachment]:
        """An agreement comes before its terms, and names them."""
        names: dict[str, str] = {}
        for sha256 in hashes:
            document = self.document(sha256)
            if document is None:
                raise Unavailable("a document that belongs to an e-mail is not stored")
            if document.media_type == AGREEMENT:
                agreement = Agreement.read(document.content)
                names |= _names_of_terms(agreement, language)
                yield Attachment(written("agreement-file", language, {}), PDF, _pdf(agreement, language))
            else:
                yield Attachment(names[sha256], document.media_type, document.content)


def _names_of_terms(agreement: Agreement, language: str) -> dict[str, str]:
    """By SHA-256; a document that is both has the first name."""
    named = zip(agreement.documents, TERMS_FILES, strict=True)
    return {terms.sha256: written(key, language, {}) for terms, key in reversed(list(named)) if terms.sha256}


def _pdf(agreement: Agreement, language: str) -> bytes:
    from ivr.outbound.agreement_pdf import agreement_pdf  # noqa: PLC0415 - heavy, and not every worker makes one

    return agreement_pdf(agreement, language)
