"""Settings: what a start reads, fills in and refuses."""

import stat
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ivr import presets
from ivr.config import BadStart, Settings, load_settings, read_settings, unknown_settings

KEY = "5f1d7a3c9be2046881c7da5e30f94b26d8a1637f0e5c92b4417dfa8836e0c95b"
AUTH = "9a7c3e51d08f4b62a1e7c95d3f80b426"
PRODUCTION = {
    "CREDITLINE_PUBLIC_URL": "https://line.example",
    "CREDITLINE_REDIS_URL": "embedded",
    "CREDITLINE_SECRET_KEYS": KEY,
    "CREDITLINE_TWILIO_ACCOUNT_SID": "AC0123456789abcdef0123456789abcdef",
    "CREDITLINE_TWILIO_AUTH_TOKEN": AUTH,
    "CREDITLINE_SMS_FROM": "+46701740699",
    "CREDITLINE_LENDER": "Exempelbanken",
    "CREDITLINE_SMTP_URL": "smtps://line:swordfish@mail.example:465",
    "CREDITLINE_MAIL_FROM": "credit@lender.example",
    "CREDITLINE_AGENTS_GENERAL": "+46701740690, +46701740691",
    "CREDITLINE_AGENTS_SPECIALIST": "+46701740692",
}


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"CREDITLINE_DATA_DIR": str(tmp_path / "data")}


@pytest.fixture
def production(home: dict[str, str]) -> dict[str, str]:
    """An environment in which a production starts."""
    return PRODUCTION | home


@pytest.fixture
def demo(home: dict[str, str]) -> dict[str, str]:
    return home | {"CREDITLINE_MODE": "demo"}


def refused(environ: dict[str, str]) -> set[str]:
    with pytest.raises(BadStart) as start:
        load_settings(environ)
    return {fault.split()[0].removeprefix("CREDITLINE_") for fault in start.value.faults}


def test_production_is_the_mode_where_nothing_is_said(production: dict[str, str]) -> None:
    settings = load_settings(production)
    assert settings.mode == "production"
    assert settings.agents_general == ("+46701740690", "+46701740691")
    assert settings.secret_keys == (bytes.fromhex(KEY),)
    assert settings.languages[0] == "en-GB"


def test_the_defaults_are_those_of_the_line(production: dict[str, str]) -> None:
    settings = load_settings(production)
    assert (settings.timezone, settings.ledger, settings.bind) == (ZoneInfo("Europe/Stockholm"), 501, "127.0.0.1:8080")
    assert (settings.wrong_codes_per_call, settings.wrong_codes_per_code) == (3, 5)
    assert (settings.code_minutes, settings.resend_seconds) == (10, 30)


def test_a_demo_needs_nothing(demo: dict[str, str]) -> None:
    settings = load_settings(demo)
    assert settings.redis_url == "embedded"
    assert settings.public_url == "http://127.0.0.1:8080"
    assert settings.twilio_account_sid is None
    assert settings.agents_specialist == ("+46701740692",)


def test_a_demo_keeps_its_secrets_for_its_owner_only(demo: dict[str, str]) -> None:
    first, second = load_settings(demo), load_settings(demo)
    assert first.secret_keys == second.secret_keys
    assert first.twilio_auth_tokens == second.twilio_auth_tokens
    kept = first.data_dir / "secrets.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(first.data_dir.stat().st_mode) == 0o700


def test_two_demos_share_no_secret(demo: dict[str, str], tmp_path: Path) -> None:
    other = demo | {"CREDITLINE_DATA_DIR": str(tmp_path / "other")}
    assert load_settings(demo).secret_keys != load_settings(other).secret_keys


def test_what_is_set_wins_over_what_the_demo_presets(demo: dict[str, str]) -> None:
    settings = load_settings(demo | {"CREDITLINE_TWILIO_AUTH_TOKEN": "new, old", "CREDITLINE_BIND": "[::1]:81"})
    assert settings.twilio_auth_tokens == ("new", "old")
    assert (settings.host, settings.port) == ("::1", 81)
    assert settings.public_url == "http://[::1]:81"


@pytest.mark.parametrize("is_a_demos_folder", [False, True])
@pytest.mark.parametrize(
    ("mode", "settings", "of_the_service", "of_a_command_in_a_demos_folder"),
    [
        ("", {}, "production", "demo"),
        ("", PRODUCTION, "production", "production"),
        ("demo", {}, "demo", "demo"),
        ("demo", PRODUCTION, "demo", "demo"),
        ("production", {}, "production", "production"),
        ("production", PRODUCTION, "production", "production"),
    ],
)
def test_the_mode(
    tmp_path: Path,
    *,
    is_a_demos_folder: bool,
    mode: str,
    settings: dict[str, str],
    of_the_service: str,
    of_a_command_in_a_demos_folder: str,
) -> None:
    """`serve` takes it from the environment alone; elsewhere than in a demo's folder, so does every command."""
    if is_a_demos_folder:
        presets.note_demo(tmp_path)
    environ = settings | {"CREDITLINE_DATA_DIR": str(tmp_path), "CREDITLINE_MODE": mode}
    assert read_settings(environ, default_mode="production").settings.mode == of_the_service
    expected = of_a_command_in_a_demos_folder if is_a_demos_folder else of_the_service
    assert read_settings(environ).settings.mode == expected


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        *((name, "production") for name in ("PUBLIC_URL", "DATABASE_URL", "REDIS_URL", "SECRET_KEYS", "SMTP_URL")),
        *((name, "production") for name in ("LEDGER_URL", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN")),
        *((name, "demo") for name in ("BIND", "LANGUAGES", "AGENTS_GENERAL", "LENDER", "CLOCK", "CODES_IN_ALL")),
    ],
)
def test_what_leads_a_command_to_a_production_although_the_folder_is_a_demos(
    tmp_path: Path, name: str, mode: str
) -> None:
    presets.note_demo(tmp_path)
    environ = {"CREDITLINE_DATA_DIR": str(tmp_path), f"CREDITLINE_{name}": "whatever it is"}
    assert read_settings(environ).settings.mode == mode


def test_agents_see_a_number_of_the_lenders_where_a_callers_cannot_be_shown(production: dict[str, str]) -> None:
    assert load_settings(production).own_number == "+46701740699"
    named = production | {"CREDITLINE_SMS_FROM": "Exempel"}
    assert refused(named) == {"CALLER_ID"}
    assert load_settings(named | {"CREDITLINE_CALLER_ID": "+46101740699"}).own_number == "+46101740699"


def test_a_shared_key_may_be_set_and_rotated(production: dict[str, str]) -> None:
    assert load_settings(production).twilio_shared_keys == ()
    keys = load_settings(production | {"CREDITLINE_TWILIO_SHARED_KEY": f"{AUTH}, {KEY}"}).twilio_shared_keys
    assert keys == (AUTH, KEY)


def test_an_account_to_pay_to_may_be_set_and_its_check_digit_is_right(production: dict[str, str]) -> None:
    assert load_settings(production).payment_account == ""
    assert load_settings(production | {"CREDITLINE_PAYMENT_ACCOUNT": "5050-1055"}).payment_account == "5050-1055"


def test_settings_of_later_versions_do_no_harm(production: dict[str, str]) -> None:
    assert load_settings(production | {"CREDITLINE_SIGNER": "keyed"})


def test_a_variable_that_is_no_setting_is_named_with_the_nearest_one(production: dict[str, str]) -> None:
    assert unknown_settings(production | {"CREDITLINE_DATABASE_URL": "sqlite://", "PATH": "/bin"}) == []
    misspelt = {"CREDITLINE_BINDD": "127.0.0.1:80", "CREDITLINE_SECRETKEYS": KEY, "CREDITLINE_QX": "secret"}
    assert unknown_settings(production | misspelt) == [
        "CREDITLINE_BINDD: do you mean BIND?",
        "CREDITLINE_QX: there is no such setting",
        "CREDITLINE_SECRETKEYS: do you mean SECRET_KEYS?",
    ]


def test_a_phone_number_is_taken_in_its_one_form(production: dict[str, str]) -> None:
    """The zero after the country's code is dialled at home only."""
    settings = load_settings(
        production | {"CREDITLINE_SMS_FROM": "+460701740699", "CREDITLINE_AGENTS_GENERAL": "+460701740690"}
    )
    assert (settings.sms_from, settings.agents_general) == ("+46701740699", ("+46701740690",))


def test_everything_that_is_missing_is_listed_at_once(home: dict[str, str]) -> None:
    assert refused(home) == {name.removeprefix("CREDITLINE_") for name in PRODUCTION}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BIND", "8080"),
        ("BIND", "127.0.0.1:70000"),
        ("CLOCK", "2026-11-20T12:00:00+01:00"),
        ("CLOCK", "2026-11-20T12:00:00"),
        ("SECRET_KEYS", "c2hvcnQ"),
        ("SECRET_KEYS", "00" * 32),
        ("SECRET_KEYS", "0123456789abcdef" * 4),
        ("SECRET_KEYS", f"{KEY},example"),
        ("TWILIO_AUTH_TOKEN", AUTH[:31]),
        ("TWILIO_AUTH_TOKEN", "x" * 32),
        ("TWILIO_AUTH_TOKEN", f"{AUTH},old"),
        ("TWILIO_ACCOUNT_SID", "AC123"),
        ("TWILIO_SHARED_KEY", "short"),
        ("TWILIO_SHARED_KEY", "x" * 32),
        ("CALLER_ID", "0701740699"),
        ("CALLER_ID", "Exempel"),
        ("PUBLIC_URL", "http://line.example"),
        ("PUBLIC_URL", "line.example"),
        ("REDIS_URL", "localhost:6379"),
        ("SMTP_URL", "mail.example:25"),
        ("SMTP_URL", "http://mail.example"),
        ("SMTP_URL", "smtps://mail.example:70000"),
        ("SMTP_URL", "smtp://line:swordfish@mail.example"),
        ("MAIL_FROM", "lender.example"),
        ("MAIL_FROM", "credit@lender.example\nBcc: everybody@example.com"),
        ("LENDER", "Lender\nBcc: everybody@example.com"),
        ("LENDER", "L" * 41),
        ("PAYMENT_ACCOUNT", "505-105"),
        ("WEB_WORKERS", "0"),
        ("WEB_THREADS", "9"),
        ("APPLY_URL", "http://apply.example/"),
        ("APPLY_URL", "https://apply.example/a b"),
        ("APPLY_URL", "https://apply.example/123456"),
        ("APPLY_URL", "https://apply.example/" + "a" * 80),
        ("PAYMENT_ACCOUNT", "5050-1050"),
        ("AGENTS_GENERAL", "0701740690"),
        ("AGENTS_GENERAL", "+46701"),
        ("SMS_FROM", "+46701"),
        ("SMS_FROM", "A name of twelve"),
        ("AGENTS_GENERAL", ",".join(["+46701740690"] * 6)),
        ("LANGUAGES", "en-GB,xx-XX"),
        ("LANGUAGES", ","),
        ("TIMEZONE", "Europe/Nowhere"),
        ("LEDGER", "five"),
        ("CODE_MINUTES", "11"),
        ("WRONG_CODES_PER_CALL", "0"),
    ],
)
def test_production_refuses(production: dict[str, str], name: str, value: str) -> None:
    assert refused(production | {f"CREDITLINE_{name}": value}) == {name}


LEDGER_URL, LEDGER_TOKEN = "CREDITLINE_LEDGER_URL", "CREDITLINE_LEDGER_TOKEN_FILE"


@pytest.fixture
def ledger(tmp_path: Path) -> dict[str, str]:
    """Settings of a remote ledger with which a production starts."""
    files = {name: tmp_path / name for name in ("TOKEN_FILE", "CERTIFICATE", "KEY")}
    for file in files.values():
        file.touch()
    paths = {f"CREDITLINE_LEDGER_{name}": str(file) for name, file in files.items()}
    return {LEDGER_URL: "https://ledger.example", **paths}


def test_a_remote_ledger_is_asked_with_a_token_and_a_certificate(
    production: dict[str, str], ledger: dict[str, str]
) -> None:
    assert load_settings(production | ledger).ledger_url == "https://ledger.example"
    for name in ledger.keys() - {LEDGER_URL}:
        without = {other: value for other, value in ledger.items() if other != name}
        assert refused(production | without) == {name.removeprefix("CREDITLINE_")}
    assert refused(production | ledger | {LEDGER_URL: "http://ledger.example"}) == {"LEDGER_URL"}
    assert refused(production | ledger | {LEDGER_TOKEN: "/nowhere/token"}) == {"LEDGER_TOKEN_FILE"}


def test_no_line_with_a_ledger_falls_back_on_its_own_tables(demo: dict[str, str]) -> None:
    assert refused(demo | {LEDGER_URL: "http://127.0.0.1:1"}) == {"LEDGER_TOKEN_FILE"}


def test_a_fault_is_listed_beside_the_others(production: dict[str, str]) -> None:
    assert refused(production | {"CREDITLINE_BIND": "x", "CREDITLINE_LEDGER": "x", "CREDITLINE_SMS_FROM": ""}) == {
        "BIND",
        "LEDGER",
        "SMS_FROM",
    }


def test_what_cannot_be_read_leaves_the_rest_readable(production: dict[str, str]) -> None:
    reading = read_settings(production | {"CREDITLINE_LEDGER": "x", "CREDITLINE_BIND": "127.0.0.1:81"})
    assert list(reading.faults) == ["LEDGER"]
    assert reading.settings.port == 81


def test_a_fault_quotes_no_secret(production: dict[str, str]) -> None:
    secrets = {"SECRET_KEYS": "swordfish", "TWILIO_AUTH_TOKEN": "swordfish", "DATABASE_URL": "swordfish"}
    with pytest.raises(BadStart) as start:
        load_settings(production | {f"CREDITLINE_{name}": value for name, value in secrets.items()})
    assert len(start.value.faults) == 3
    assert "swordfish" not in str(start.value)


def test_the_repr_shows_no_secret(production: dict[str, str]) -> None:
    addresses = {
        "CREDITLINE_DATABASE_URL": "sqlite:////swordfish.db",
        "CREDITLINE_REDIS_URL": "redis://:swordfish@redis.example",
    }
    shown = repr(load_settings(production | addresses))
    assert not [secret for secret in ("swordfish", AUTH, KEY, repr(bytes.fromhex(KEY))) if secret in shown]


def test_settings_are_frozen(production: dict[str, str]) -> None:
    settings: Settings = load_settings(production)
    with pytest.raises(ValueError, match="frozen"):
        settings.ledger = 502  # type: ignore[misc]  # that it cannot be assigned is what is tested
