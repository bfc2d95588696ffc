"""The settings, frozen: their names, presets and meanings, which the README's table has too."""

from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator

from domain.reach import NEAR_BY, Reach
from ivr import presets
from ivr.prompts.languages import LANGUAGES
from ivr.setting_kinds import (
    AccountSid,
    ApplyUrl,
    Bankgiro,
    Bind,
    Clock,
    Count,
    Countries,
    DatabaseUrl,
    DataDir,
    File,
    Keys,
    Languages,
    LedgerUrl,
    MailAddress,
    Name,
    Numbers,
    Phone,
    PublicUrl,
    RedisUrl,
    Secrets,
    Sender,
    SmtpUrl,
    Threads,
    Workers,
    country_of,
    encoded,
)

ENCODED = "percent-encode / and # in a password"


class Settings(BaseModel):
    """One start's settings. A field's description completes the sentence "set it to …"; secrets are not in the repr."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", alias_generator=str.upper, validate_by_name=True, hide_input_in_errors=True
    )

    mode: Literal["demo", "production"] = Field("production", description="demo or production")
    bind: Bind = Field(presets.BIND, description="the address and port to listen on, such as 127.0.0.1:8080")
    public_url: PublicUrl = Field("", description="the https address at which Twilio reaches the line, without a path")
    data_dir: DataDir = Field(description="a folder that only this service writes to, without ? in its name")
    database_url: DatabaseUrl = Field(
        default_factory=lambda known: f"sqlite:///{known['data_dir']}/creditline.db",
        repr=False,
        description=f"sqlite:////srv/credit.db or postgresql+psycopg://user:password@host/database ({ENCODED})",
    )
    redis_url: RedisUrl = Field(
        "",
        repr=False,
        description="a redis://, rediss://, unix://, redis+sentinel:// or redis+cluster:// address, or embedded "
        f"({ENCODED})",
    )
    twilio_account_sid: AccountSid | None = Field(
        None, description="AC and 32 hexadecimal digits, from Twilio's console"
    )
    twilio_auth_tokens: Secrets = Field(
        (),
        alias="TWILIO_AUTH_TOKEN",
        repr=False,
        description="the auth token from Twilio's console, 32 characters; while rotating: new one, comma, old one",
    )
    twilio_shared_keys: Secrets = Field(
        (),
        alias="TWILIO_SHARED_KEY",
        repr=False,
        description="the secret of the SharedKey that signs webhooks; while rotating: new one, comma, old one",
    )
    sms_from: Sender = Field("", description="the number (+46…) or name that text messages come from")
    caller_id: Phone | None = Field(
        None, description="a number (+46…) of the lender's at Twilio: agents see it where a caller's cannot be shown"
    )
    lender: Name = Field("", description="the name of the lender as agreements have it, up to 40 characters")
    payment_account: Bankgiro = Field("", description="the bankgiro number that customers pay to, such as 5050-1055")
    apply_url: ApplyUrl = Field("", description="the https address where one applies, up to 100 characters")
    smtp_url: SmtpUrl = Field(
        "",
        repr=False,
        description=f"a mail server: smtp://, smtps:// or smtp+starttls://, then user:password@host:port ({ENCODED})",
    )
    mail_from: MailAddress = Field("", description="the address that e-mails come from")
    secret_keys: Keys = Field(
        (), repr=False, description="32 random bytes (`openssl rand -hex 32`); several with commas, the newest first"
    )
    languages: Languages = Field(
        LANGUAGES, description=f"languages of this line with commas, of {', '.join(LANGUAGES)}"
    )
    timezone: ZoneInfo = Field(ZoneInfo("Europe/Stockholm"), description="a time zone, such as Europe/Stockholm")
    text_countries: Countries = Field(
        default_factory=lambda known: frozenset({country_of(known["timezone"])}),
        description="countries with commas, by two letters of ISO 3166, such as SE,NO",
    )
    phone_countries: Countries = Field(
        NEAR_BY, description="countries with commas, by two letters of ISO 3166, such as SE,NO"
    )
    ledger: Count = Field(501, description="the number of this line's ledger")
    ledger_url: LedgerUrl = Field(
        "", description="the https address of the ledger that keeps the books, without a path"
    )
    ledger_token_file: File | None = Field(None, description="a file with the bearer token for LEDGER_URL")
    ledger_certificate: File | None = Field(None, description="a PEM file with our certificate for LEDGER_URL")
    ledger_key: File | None = Field(None, description="a PEM file with the key of LEDGER_CERTIFICATE")
    ledger_ca: File | None = Field(None, description="a PEM file with the authorities that vouch for LEDGER_URL")
    agents_general: Numbers = Field((), description="one to five phone numbers (+46…) with commas, tried in order")
    agents_specialist: Numbers = Field((), description="one to five phone numbers (+46…) with commas, tried in order")
    clock: Clock | None = Field(None, description="an instant with its offset, such as 2026-11-20T12:00:00+01:00")
    allow_keyed_signing: bool = Field(
        False, description="true where a one-time code may sign an agreement in production, else false"
    )
    wrong_codes_per_call: Count = Field(3, description="a whole number from 1")
    wrong_codes_per_code: Count = Field(5, description="a whole number from 1")
    wrong_codes_per_person: Count = Field(5, description="a whole number from 1, for each hour")
    wrong_codes_per_caller: Count = Field(20, description="a whole number from 1, for each day and number")
    wrong_codes_withheld: Count = Field(5_000, description="a whole number from 1, for each day")
    wrong_codes_per_client: Count = Field(10_000, description="a whole number from 1, for each day and client")
    wrong_codes_alarm: Count = Field(2_000, description="a whole number from 1, for each day")
    starts_per_call: Count = Field(3, description="a whole number from 1")
    starts_per_caller: Count = Field(10, description="a whole number from 1, for each hour")
    starts_per_identifier: Count = Field(6, description="a whole number from 1, for each hour")
    codes_per_person: Count = Field(3, description="a whole number from 1, for each hour")
    codes_from_record: Count = Field(2, description="a whole number from 1, for each hour")
    codes_in_all: Count = Field(300, description="a whole number from 1, for each hour")
    signing_codes_per_person: Count = Field(4, description="a whole number from 1, for each hour")
    signing_codes_in_all: Count = Field(150, description="a whole number from 1, for each hour")
    texts_per_person: Count = Field(5, description="a whole number from 1, for each hour")
    texts_in_all: Count = Field(200, description="a whole number from 1, for each hour")
    links_per_caller: Count = Field(3, description="a whole number from 1, for each hour")
    links_in_all: Count = Field(120, description="a whole number from 1, for each hour")
    call_backs_per_caller: Count = Field(3, description="a whole number from 1, for each hour")
    call_backs_in_all: Count = Field(100, description="a whole number from 1, for each hour")
    web_workers: Workers = Field(presets.WEB_WORKERS, description="from 1 to 256, about one for each core")
    web_threads: Threads = Field(presets.WEB_THREADS, description="a whole number from 1 to 8, for each web worker")
    connections_per_worker: Count = Field(500, description="a whole number from 1, of connections open at once")
    api_requests_per_minute: Count = Field(600, description="a whole number from 1, for each subject of tokens")
    code_minutes: Annotated[int, Field(ge=1, le=10)] = Field(10, description="minutes from 1 to 10")
    resend_seconds: Count = Field(30, description="seconds from 1")

    _are_encoded = field_validator("*", mode="before")(encoded)

    @property
    def reach(self) -> Reach:
        return Reach(callers=self.text_countries, on_record=self.phone_countries)

    @property
    def own_number(self) -> str | None:
        """One that Twilio knows as the lender's."""
        return self.caller_id or (self.sms_from if self.sms_from.startswith("+") else None)

    @property
    def host(self) -> str:
        return self.bind.rpartition(":")[0].strip("[]")

    @property
    def port(self) -> int:
        return int(self.bind.rpartition(":")[2])
