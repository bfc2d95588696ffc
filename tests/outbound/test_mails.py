"""What a message of the outbox becomes in a mailbox."""

from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from domain.agreements import Agreement
from domain.documents import PDF, Document
from domain.errors import Unavailable
from domain.messages import Channel, Message
from domain.services.notices import values_of
from ivr.outbound.mail import Mail
from ivr.outbound.mails import EmailMessages
from storage import demo
from tests.domain.line import NOON
from tests.outbound.test_agreement_pdf import AGREEMENT, TERMS_URL

BERIT, EDITH = demo.PEOPLE["customer-open"], demo.PEOPLE["customer-over-100"]
INFORMATION, TERMS = Document(TERMS_URL, PDF, b"%PDF information"), Document(TERMS_URL, PDF, b"%PDF terms")


def with_documents(information: Document, terms: Document) -> Agreement:
    stored = zip(AGREEMENT.documents, (information, terms), strict=True)
    return replace(AGREEMENT, documents=tuple(replace(one, sha256=document.sha256) for one, document in stored))


BOUND = with_documents(INFORMATION, TERMS)
NOTICE = Message(
    "mail-signed:5f",
    BERIT.ref,
    "en-GB",
    "mail-signed",
    values_of(BOUND) | {"account": "456", "until": date(2026, 12, 4)},
    NOON,
    Channel.EMAIL,
    attachments=(BOUND.hash, INFORMATION.sha256, TERMS.sha256),
)


@dataclass
class Mailboxes:
    """`mails`: recipient, e-mail. `stored`: documents."""

    stored: list[Document] = field(default_factory=lambda: [BOUND.document, INFORMATION, TERMS])
    mails: list[tuple[str, Mail]] = field(default_factory=list)

    def send(self, recipient: str, mail: Mail) -> None:
        self.mails.append((recipient, mail))

    def document(self, sha256: str) -> Document | None:
        return next((document for document in self.stored if document.sha256 == sha256), None)

    @property
    def messages(self) -> EmailMessages:
        return EmailMessages(self, self.document)


@pytest.fixture
def mailboxes() -> Mailboxes:
    return Mailboxes()


def test_everybody_is_written_to_in_their_own_language(mailboxes: Mailboxes) -> None:
    for person in (BERIT, EDITH):
        mailboxes.messages.send(person, NOTICE)
    (to_berit, swedish), (to_edith, english) = mailboxes.mails
    assert [to_berit, to_edith] == [BERIT.email, EDITH.email]
    assert [swedish.language, english.language] == ["sv-SE", "en-GB"]
    assert "Kreditgräns: 25 000,00 kr\n" in swedish.body
    assert "Credit limit: 25,000.00 kr\n" in english.body
    assert "4 december 2026" in swedish.body
    assert "kontotyp 1" in swedish.subject


def test_in_the_language_of_the_message_where_we_do_not_write_theirs(mailboxes: Mailboxes) -> None:
    mailboxes.messages.send(replace(BERIT, language="fi-FI"), NOTICE)
    assert mailboxes.mails[0][1].language == "en-GB"


def test_whoever_has_no_address_is_sent_nothing(mailboxes: Mailboxes) -> None:
    mailboxes.messages.send(replace(BERIT, email=""), NOTICE)
    assert mailboxes.mails == []


def test_the_documents_go_along_under_names_that_say_what_they_are(mailboxes: Mailboxes) -> None:
    mailboxes.messages.send(BERIT, NOTICE)
    [(_, mail)] = mailboxes.mails
    assert [file.name for file in mail.attachments] == ["kreditavtal.pdf", "kreditinformation.pdf", "kontovillkor.pdf"]
    assert {file.media_type for file in mail.attachments} == {PDF}
    agreement, information, terms = (file.content for file in mail.attachments)
    assert [information, terms] == [INFORMATION.content, TERMS.content]
    assert BOUND.hash in PdfReader(BytesIO(agreement)).pages[0].extract_text()


def test_a_document_that_is_both_goes_along_once(mailboxes: Mailboxes) -> None:
    both = with_documents(TERMS, TERMS)
    mailboxes.stored.append(both.document)
    mailboxes.messages.send(BERIT, replace(NOTICE, attachments=(both.hash, TERMS.sha256)))
    names = [file.name for file in mailboxes.mails[0][1].attachments]
    assert names == ["kreditavtal.pdf", "kreditinformation.pdf"]


def test_nothing_leaves_without_its_documents(mailboxes: Mailboxes) -> None:
    mailboxes.stored.remove(TERMS)
    with pytest.raises(Unavailable):
        mailboxes.messages.send(BERIT, NOTICE)
    assert mailboxes.mails == []


@pytest.mark.parametrize("wording", ["mail-terms", "mail-signed", "mail-withdrawal"])
@pytest.mark.parametrize("person", [BERIT, EDITH], ids=["sv-SE", "en-GB"])
def test_what_the_notices_say_has_its_wording(mailboxes: Mailboxes, wording: str, person: object) -> None:
    mailboxes.messages.send(BERIT if person is BERIT else EDITH, replace(NOTICE, wording=wording, attachments=()))
    [(_, mail)] = mailboxes.mails
    assert mail.subject
    assert mail.body.count("\n\n") >= 2
    assert AGREEMENT.lender in mail.body
