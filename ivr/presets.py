"""What the demo needs and nobody has to set; kept in the data folder, where every command finds the same."""

import contextlib
import json
import os
import secrets
from collections.abc import Mapping
from errno import EACCES
from pathlib import Path
from tempfile import NamedTemporaryFile

BIND = "127.0.0.1:8080"
WEB_WORKERS = 2
WEB_THREADS = 4  # of a worker: they take turns at running Python, and more of them take longer for each turn
DATA_DIR = ".creditline"
MODE_FILE = "mode"
SECRETS_FILE = "secrets.json"

LEAD_TO_A_PRODUCTION = {
    *("PUBLIC_URL", "DATABASE_URL", "REDIS_URL", "SECRET_KEYS", "SMTP_URL", "LEDGER_URL"),
    *("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"),
}
"""Its stores, its secrets, and those it speaks with."""

# From the numbers that the Swedish authority keeps free for fiction: 070-1740605 … 070-1740699.
AGENTS_GENERAL = "+46701740690,+46701740691"
AGENTS_SPECIALIST = "+46701740692"
SMS_FROM = "+46701740693"
LENDER = "Demo Credit"
PAYMENT_ACCOUNT = "5050-1050"  # its check digit is wrong: nobody can pay to it
APPLY_URL = "https://apply.example/"


def data_dir(given: Mapping[str, str]) -> Path:
    return Path(given.get("DATA_DIR", DATA_DIR)).absolute()


def mode(given: Mapping[str, str], folder: Path) -> str:
    """Of a command, where none is set: demo if the data folder is a demo's and no setting leads to a production."""
    is_demo = (folder / MODE_FILE).is_file() and not LEAD_TO_A_PRODUCTION & given.keys()
    return "demo" if is_demo else "production"


def make(folder: Path) -> None:
    """The data folder, for its owner only. Raises OSError where it cannot be written to."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(EACCES, os.strerror(EACCES))


def note_demo(folder: Path) -> None:
    (folder / MODE_FILE).write_text("demo\n")


def demo(given: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The demo's settings by name."""
    return {
        "PUBLIC_URL": f"http://{given.get('BIND', BIND)}",
        "REDIS_URL": "embedded",
        "SMS_FROM": SMS_FROM,
        "LENDER": LENDER,
        "PAYMENT_ACCOUNT": PAYMENT_ACCOUNT,
        "APPLY_URL": APPLY_URL,
        "AGENTS_GENERAL": AGENTS_GENERAL,
        "AGENTS_SPECIALIST": AGENTS_SPECIALIST,
        **_kept_secrets(folder / SECRETS_FILE),
    }


def _kept_secrets(file: Path) -> dict[str, str]:
    if not file.exists():
        _create(file, {"SECRET_KEYS": secrets.token_hex(32), "TWILIO_AUTH_TOKEN": secrets.token_hex(16)})
    return dict(json.loads(file.read_text()))


def _create(file: Path, content: dict[str, str]) -> None:
    """Whole and readable by its owner only, or not at all: several commands may be the first at once."""
    with NamedTemporaryFile("w", dir=file.parent) as draft, contextlib.suppress(FileExistsError):
        json.dump(content, draft)
        draft.flush()
        os.link(draft.name, file)
