"""Each setting comes to where it works, and to nowhere else: every one has a value of its own, so two exchanged show.

The line is composed from its environment, on a real database; nothing here asks a session store.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from domain.errors import MessageRefused
from domain.messages import Channel, Message
from domain.reach import Reach
from domain.services.answering import Desk
from domain.services.notices import values_of
from domain.verification import VerificationLimits
from ivr import wiring
from ivr.api.tokens import Bearer, Scope, Tokens
from ivr.app import create_app
from ivr.config import Settings, load_settings
from ivr.dialogue.voice import Queue
from ivr.outbound import sms
from ivr.outbound.sending import sending
from storage import demo
from storage.handset import Handset
from storage.seeding import seed
from tests.domain.line import NOON
from tests.outbound.mail_server import Postbox, mail_server
from tests.outbound.test_agreement_pdf import AGREEMENT
from tests.outbound.test_sms import Messages, twilio
from tests.test_config import PRODUCTION

__all__ = ["twilio"]

NUMBERS = {
    "WRONG_CODES_PER_CALL": 11,
    "WRONG_CODES_PER_CODE": 12,
    "WRONG_CODES_PER_PERSON": 13,
    "WRONG_CODES_PER_CALLER": 25,
    "WRONG_CODES_WITHHELD": 26,
    "WRONG_CODES_PER_CLIENT": 27,
    "WRONG_CODES_ALARM": 28,
    "STARTS_PER_CALL": 14,
    "STARTS_PER_CALLER": 15,
    "STARTS_PER_IDENTIFIER": 16,
    "CODES_PER_PERSON": 17,
    "CODES_FROM_RECORD": 18,
    "CODES_IN_ALL": 29,
    "SIGNING_CODES_PER_PERSON": 30,
    "SIGNING_CODES_IN_ALL": 31,
    "TEXTS_PER_PERSON": 32,
    "TEXTS_IN_ALL": 33,
    "LINKS_PER_CALLER": 34,
    "LINKS_IN_ALL": 35,
    "CALL_BACKS_PER_CALLER": 19,
    "CALL_BACKS_IN_ALL": 20,
    "CODE_MINUTES": 7,
    "RESEND_SECONDS": 22,
    "API_REQUESTS_PER_MINUTE": 23,
    "LEDGER": 24,
}
WORDS = {
    "LENDER": "A Lender Of Its Own",
    "PAYMENT_ACCOUNT": "991-2346",
    "APPLY_URL": "https://apply.lender.test/now",
    "PUBLIC_URL": "https://a.line.test",
    "AGENTS_GENERAL": "+46701740693,+46701740694",
    "AGENTS_SPECIALIST": "+46701740695",
    "LANGUAGES": "sv-SE,en-GB",
    "TIMEZONE": "Pacific/Auckland",
    "TEXT_COUNTRIES": "FI,NO",
    "PHONE_COUNTRIES": "DK,IS",
}
ALL = {name: str(value) for name, value in (NUMBERS | WORDS).items()}


def settings_of(tmp_path: Path, database_url: str, **more: str) -> Settings:
    own = {"DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": database_url}
    return load_settings(PRODUCTION | {f"CREDITLINE_{name}": value for name, value in (own | more).items()})


@pytest.fixture
def settings(tmp_path: Path, sqlite_url: str) -> Settings:
    return settings_of(tmp_path, sqlite_url, **ALL)


@pytest.fixture
def parts(settings: Settings) -> Iterator[wiring.Parts]:
    found = wiring.parts(settings)
    yield found
    found.engine.dispose()


def desk_of(settings: Settings, parts: wiring.Parts) -> Desk:
    desk = wiring.line(settings, parts).turns.desk
    assert isinstance(desk, Desk)
    return desk


def test_each_limit_has_its_own_number(settings: Settings, parts: wiring.Parts) -> None:
    assert desk_of(settings, parts).limits == VerificationLimits(
        wrong_codes_per_call=11,
        wrong_codes_per_code=12,
        wrong_codes_per_person=13,
        wrong_codes_per_caller=25,
        wrong_codes_withheld=26,
        wrong_codes_per_client=27,
        wrong_codes_alarm=28,
        starts_per_call=14,
        starts_per_caller=15,
        starts_per_identifier=16,
        codes_per_person=17,
        codes_from_record=18,
        codes_in_all=29,
        signing_codes_per_person=30,
        signing_codes_in_all=31,
        texts_per_person=32,
        texts_in_all=33,
        links_per_caller=34,
        links_in_all=35,
        call_backs_per_caller=19,
        call_backs_in_all=20,
        code_lifetime=timedelta(minutes=7),
        resend_after=timedelta(seconds=22),
    )


@pytest.mark.parametrize("ledger", [24, 25])
def test_the_lender_is_named_and_paid_where_its_settings_say(
    settings: Settings, parts: wiring.Parts, ledger: int
) -> None:
    """In every ledger: those of the APIs too."""
    lending = wiring.lending(settings, parts, ledger)
    assert lending.lender == "A Lender Of Its Own"
    assert lending.payment_account == "991-2346"
    assert lending.apply_url == "https://apply.lender.test/now"
    assert lending.ledger is None
    assert lending.reach == Reach(callers=frozenset({"FI", "NO"}), on_record=frozenset({"DK", "IS"}))


@pytest.mark.parametrize(
    ("more", "takes_keys"),
    [({}, False), ({"ALLOW_KEYED_SIGNING": "true"}, True), ({"MODE": "demo"}, True)],
    ids=["production", "allowed", "demo"],
)
def test_a_code_signs_in_a_demo_and_where_it_is_allowed(
    tmp_path: Path, sqlite_url: str, more: dict[str, str], takes_keys: bool
) -> None:
    settings = settings_of(tmp_path, sqlite_url, **more)
    assert wiring.lending(settings, wiring.parts(settings), 501).takes_keys is takes_keys


def test_the_line_is_found_and_hands_over_where_its_settings_say(settings: Settings, parts: wiring.Parts) -> None:
    line = wiring.line(settings, parts)
    assert line.public_url == "https://a.line.test"
    assert line.targets == {
        Queue.GENERAL: ("+46701740693", "+46701740694"),
        Queue.SPECIALIST: ("+46701740695",),
    }
    assert line.languages == ("sv-SE", "en-GB")


def test_a_day_begins_where_the_line_is(settings: Settings) -> None:
    """In Auckland it is the next one already."""
    there = settings.model_copy(update={"clock": datetime(2026, 11, 20, 12, tzinfo=UTC)})
    assert wiring.parts(there).clock.today() == date(2026, 11, 21)


def test_the_line_tells_of_its_own_ledger(settings: Settings, parts: wiring.Parts) -> None:
    with desk_of(settings, parts).transactions.reading() as work:
        assert work.ledger == 24


def test_the_apis_count_requests_up_to_their_own_number(settings: Settings, parts: wiring.Parts) -> None:
    """And answer for the ledger of whoever asks."""
    alone = settings.model_copy(update={"redis_url": f"unix://{settings.data_dir}/nothing.sock"})
    seed(parts.engine, parts.cipher, NOON, fresh=False)
    api = create_app(wiring.api_blueprints(alone, parts)).test_client()
    offers = {}
    for ledger in (24, demo.LEDGER):
        token = Tokens.of(alone).issue(Bearer("a shop", ledger, frozenset(Scope)), timedelta(hours=1))
        answer = api.get(
            f"/ledger/credit-account-onboarding/v1/{ledger}/offers", headers={"Authorization": f"Bearer {token}"}
        )
        assert answer.headers["RateLimit-Limit"] == "23"
        offers[ledger] = len(answer.get_json()["items"])
    assert offers[24] == 0 < offers[demo.LEDGER]


def sends(settings: Settings, parts: wiring.Parts, message: Message) -> None:
    """To Berit, as the worker does."""
    send = sending(settings, Handset(parts.engine, parts.cipher), parts.clock, lambda _sha256: None)
    send(demo.PEOPLE["customer-open"], message)


def test_e_mails_come_from_the_lender_by_its_own_server(settings: Settings, parts: wiring.Parts) -> None:
    postbox = Postbox()
    with mail_server(postbox) as port:
        own = {"smtp_url": f"smtp://127.0.0.1:{port}", "mail_from": "credit@own.lender.test"}
        values = values_of(AGREEMENT) | {"account": "456", "until": NOON.date()}
        mail = Message("mail", None, "sv-SE", "mail-withdrawal", values, NOON, Channel.EMAIL)
        sends(settings.model_copy(update=own), parts, mail)
    [(_, taken)] = postbox.taken
    sender = taken["From"].addresses[0]
    assert (sender.display_name, sender.addr_spec) == ("A Lender Of Its Own", "credit@own.lender.test")


def test_nobody_is_written_to_in_a_country_that_is_not_among_those_of_numbers_on_record(
    settings: Settings, parts: wiring.Parts
) -> None:
    """Berit's number is Swedish."""
    with pytest.raises(MessageRefused):
        sends(settings, parts, Message("text", None, "sv-SE", "text-code", {"code": "123456"}, NOON))


def test_texts_come_from_the_lines_number_by_its_newest_token(
    settings: Settings, parts: wiring.Parts, twilio: Messages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twilio's own address is no setting."""
    monkeypatch.setattr(sms, "TwilioMessages", partial(sms.TwilioMessages, base_url=twilio.url))
    own = {"twilio_auth_tokens": ("the new one", "the old one"), "sms_from": "+46101740601"}
    own_and_home = own | {"phone_countries": frozenset({"SE"})}
    code = Message("text", None, "sv-SE", "text-code", {"code": "123456"}, NOON)
    sends(settings.model_copy(update=own_and_home), parts, code)
    [(path, user, form)] = twilio.asked
    account = PRODUCTION["CREDITLINE_TWILIO_ACCOUNT_SID"]
    assert path == f"/2010-04-01/Accounts/{account}/Messages.json"
    assert (user, form["From"]) == (f"{account}:the new one", ["+46101740601"])
