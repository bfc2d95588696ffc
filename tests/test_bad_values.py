"""Values that nothing can work with: each is a fault of its setting, told in one line without the value."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import strategies as st

from ivr.cli import main
from ivr.config import Settings, load_settings, read_settings
from ivr.faults import BadStart
from tests.properties import given
from tests.test_config import PRODUCTION

Creditline = Callable[..., Result]

NAMES = sorted(str(field.alias) for field in Settings.model_fields.values())
NO_UTF8 = "\udcff"  # as Python reads such a byte from the environment
ENCODED = ("DATABASE_URL", "REDIS_URL", "SMTP_URL")

BAD = [
    ("REDIS_URL", "redis://:s3c#ret@127.0.0.1:6379/0"),
    ("REDIS_URL", "redis://:s3c/ret@127.0.0.1:6379/0"),
    ("REDIS_URL", "rediss://127.0.0.1:6379/0?ssl_ca_cert=/etc/ca.pem"),
    ("REDIS_URL", "rediss://127.0.0.1:6379/0?ssl_cert_reqs=perhaps"),
    ("REDIS_URL", "redis://127.0.0.1:70000/0"),
    ("REDIS_URL", "redis://127.0.0.1:6379/s3cret"),
    ("REDIS_URL", "redis://s3cret..example/0"),
    ("REDIS_URL", "redis://[s3cret]:6379/0"),
    ("REDIS_URL", "redis://127.0.0.1/0?socket_timeout=s3cret"),
    ("REDIS_URL", "unix:///run/s3cret.sock?db=first"),
    ("REDIS_URL", "redis+sentinel://s3cret..example/line"),
    ("REDIS_URL", "redis+sentinel://one,two/line/s3cret"),
    ("REDIS_URL", "redis+sentinel://one?sentinel_secret=s3cret"),
    ("REDIS_URL", "redis+cluster://one:70000?password=s3cret"),
    ("REDIS_URL", "rediss+cluster://one?ssl_ca_cert=s3cret"),
    ("DATABASE_URL", "postgresql+psycopg://u:s3cret@127.0.0.1:port/credit"),
    ("DATABASE_URL", "postgresql+psycopg://u:s3cret@127.0.0.1:70000/credit"),
    ("DATABASE_URL", "postgresql+psycopg://u:s3@cret@127.0.0.1/credit"),
    ("DATABASE_URL", "postgresql+psycopg://u:s3cret@[::g]/credit"),
    ("DATABASE_URL", "postgresql+psycopg://u:s3cret@127.0.0.1/credit?sslmod=require"),
    ("DATABASE_URL", "postgresql+asyncpg://u:s3cret@127.0.0.1/credit"),
    ("DATABASE_URL", "mysql://u:s3cret@127.0.0.1:5432/credit"),
    ("DATABASE_URL", "sqlite://s3cret/credit.db"),
    ("DATABASE_URL", "sqlite://"),
    ("DATABASE_URL", "sqlite:///:memory:"),
    ("SMTP_URL", "smtps://line:s3c#ret@mail.example"),
    ("SMTP_URL", "smtps://line:25#s3cret@mail.example"),
    ("SMTP_URL", "smtps://line:s3c?ret@mail.example"),
    ("SMTP_URL", "smtps://line:s3crét@mail.example"),
    ("SMTP_URL", "smtps://line:s3cr%C3%A9t@mail.example"),
    ("SMTP_URL", "smtps://s3cret..example"),
    ("SMTP_URL", "smtps://[::g]"),
    ("SMTP_URL", "smtps://mail.example:0"),
    ("MAIL_FROM", "s3crét@lender.example"),
    ("MAIL_FROM", "s3cret..credit@lender.example"),
    ("PUBLIC_URL", "https://line.example:70000"),
    ("PUBLIC_URL", "https://[::g]"),
    ("PUBLIC_URL", "https://s3cret..example"),
    ("PUBLIC_URL", "https://line:s3cret@line.example"),
    ("PUBLIC_URL", "https://line.example/kredit"),
    ("PUBLIC_URL", "https://line.example/"),
    ("LEDGER_URL", "https://ledger.example:70000"),
    ("LEDGER_URL", "https://s3cret..example"),
    ("BIND", "[::g]:80"),
    ("BIND", "s3cret..example:80"),
    ("BIND", f"{'s3cret' * 12}:80"),
    ("LEDGER_CA", "/s3cret" * 60),
    ("LEDGER_TOKEN_FILE", "/"),
    ("LENDER", "s3cret\x85Bcc: everybody"),
    ("CLOCK", "0001-01-01T00:00:00+14:00"),
    ("CLOCK", "9999-12-31T23:59:59-14:00"),
    ("RESEND_SECONDS", "9" * 30),
    ("LEDGER", "9" * 30),
    ("WEB_WORKERS", "100000"),
    ("SECRET_KEYS", ","),
    ("TWILIO_AUTH_TOKEN", " "),
    ("TWILIO_SHARED_KEY", ","),
    ("AGENTS_GENERAL", ","),
    ("TIMEZONE", "../../etc/passwd"),
    *((name, f"s3cret{NO_UTF8}") for name in NAMES if name not in ("MODE", "DATA_DIR")),
]


def faults(folder: Path, name: str, value: str, mode: str = "demo") -> list[str]:
    environ = {"DATA_DIR": str(folder), "MODE": mode} | {name: value}
    sound = PRODUCTION if mode == "production" else {}
    with pytest.raises(BadStart) as start:
        load_settings(sound | {f"CREDITLINE_{each}": text for each, text in environ.items()})
    return start.value.faults


@pytest.mark.parametrize("mode", ["demo", "production"])
@pytest.mark.parametrize(("name", "value"), BAD, ids=lambda text: ascii(text)[:60])
def test_what_cannot_be_used_is_a_fault_of_its_setting(tmp_path: Path, mode: str, name: str, value: str) -> None:
    told = [fault for fault in faults(tmp_path, name, value, mode) if fault.startswith(f"CREDITLINE_{name} ")]
    assert len(told) == 1
    assert told[0].startswith(f"CREDITLINE_{name} cannot be ")
    assert "s3c" not in told[0]
    assert ("percent-encode / and # in a password" in told[0]) == (name in ENCODED)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REDIS_URL", "redis://:s3c%23ret@127.0.0.1:6379/0"),
        ("REDIS_URL", "rediss://line:s3c@ret@redis.example:6379/0?ssl_ca_certs=/etc/ca.pem"),
        ("REDIS_URL", "redis://[::1]:6379"),
        ("REDIS_URL", "unix:///run/redis.sock?db=1"),
        ("REDIS_URL", "redis+sentinel://:s3c@one:26379,[::1]:26379/line/0?sentinel_password=s3c"),
        ("REDIS_URL", "rediss+cluster://:s3c@one,two:7000?ssl_ca_certs=/etc/ca.pem"),
        ("DATABASE_URL", "postgresql+psycopg://u:s3c%2Fret@[::1]:5432/credit?sslmode=verify-full"),
        ("DATABASE_URL", "postgresql://credit@/credit?host=/run/postgresql"),
        ("DATABASE_URL", "postgresql+psycopg:///credit?host=one:5432&host=other:5432"),
        ("DATABASE_URL", "sqlite:////srv/credit.db"),
        ("SMTP_URL", "smtp+starttls://line:s3c%23ret@[::1]:587"),
        ("SMTP_URL", "smtps://mail.räksmörgås.example"),
        ("PUBLIC_URL", "https://line.example:8443"),
        ("BIND", "[::]:8080"),
        ("BIND", "localhost:8080"),
    ],
)
def test_what_can_be_used_is_read_as_it_was_written(tmp_path: Path, name: str, value: str) -> None:
    environ = {f"CREDITLINE_{each}": text for each, text in {"MODE": "demo", "DATA_DIR": str(tmp_path)}.items()}
    settings = load_settings(environ | {f"CREDITLINE_{name}": value})
    assert getattr(settings, name.lower()) == value


@given(
    name=st.sampled_from([name for name in NAMES if name not in ("DATA_DIR", "MODE")]),
    base=st.sampled_from([value for _, value in BAD]),
    place=st.floats(0, 1),
    more=st.text(st.sampled_from(":/?#@[]%,. \té\udc80\x7f0aZ-+&=\x85"), max_size=4),
)
def test_no_value_of_any_setting_breaks_the_reading(
    tmp_path_factory: pytest.TempPathFactory, name: str, base: str, place: float, more: str
) -> None:
    at = round(len(base) * place)
    folder = tmp_path_factory.getbasetemp() / "any"
    environ = {"CREDITLINE_MODE": "demo", "CREDITLINE_DATA_DIR": str(folder)}
    reading = read_settings(environ | {f"CREDITLINE_{name}": base[:at] + more + base[at:]})
    assert reading.faults.keys() <= {name, "LEDGER_TOKEN_FILE"}


@pytest.mark.parametrize("folder", ["what?", "a" * 300, f"data{NO_UTF8}", "file", "file/below"])
def test_a_data_folder_that_cannot_be_used_is_its_only_fault(tmp_path: Path, folder: str) -> None:
    (tmp_path / "file").touch()
    [fault] = faults(tmp_path, "DATA_DIR", f"{tmp_path}/{folder}")
    assert fault.startswith("CREDITLINE_DATA_DIR cannot be ")


def test_a_demos_secrets_that_were_damaged_are_a_fault_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secrets.json").write_text('{"SECRET_KEYS": "5f1')
    [fault] = faults(tmp_path, "MODE", "demo")
    assert fault.startswith("CREDITLINE_DATA_DIR cannot be used: secrets.json")


COMMANDS = (
    *("migrate", "seed --demo", "token --scope journey:read", "keys status", "offers list", "applications list"),
    *("callbacks list", "outbox list", "import people people.csv"),
)


@pytest.mark.parametrize(
    ("name", "value"), [BAD[0], next(bad for bad in BAD if bad[1].startswith("mysql"))], ids=["redis", "mysql"]
)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_the_same_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, name: str, value: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("people.csv").touch()
    settings = {"MODE": "demo", "DATA_DIR": str(tmp_path), name: value}
    ended = CliRunner(env={f"CREDITLINE_{each}": text for each, text in settings.items()}).invoke(main, command.split())
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr.splitlines() == [f"creditline: {fault}" for fault in faults(tmp_path, name, value)]


def test_a_file_that_is_no_database_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "credit.db").write_text("no database" * 100)
    settings = {"MODE": "demo", "DATA_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/credit.db"}
    ended = CliRunner(env={f"CREDITLINE_{each}": text for each, text in settings.items()}).invoke(main, ["migrate"])
    assert (ended.exit_code, ended.stderr.count("\n")) == (2, 1)
    assert "is no SQLite database" in ended.stderr
