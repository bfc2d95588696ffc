"""What a start asks of the database, the address and the ledger."""

import importlib
import socket
from datetime import UTC, datetime

from ivr.config import Reading, Settings
from ivr.faults import BadStart
from ivr.logs import log_event
from ivr.web.descriptors import highest_limit, needed
from storage.cipher import Cipher
from storage.engine import WAIT_SECONDS
from storage.mode import claim, mode_of
from storage.rekeying import known
from storage.revisions import (
    DatabaseDamaged,
    DatabaseNewer,
    DatabaseUnreachable,
    connected,
    newer_revision,
    pending,
)

CERTIFICATES = "CREDITLINE_LEDGER_CERTIFICATE, CREDITLINE_LEDGER_KEY or CREDITLINE_LEDGER_CA"
UNREACHABLE = "{}. Check that the database runs and that CREDITLINE_DATABASE_URL leads to it"
DAMAGED = (
    "the database's file is damaged, or is no SQLite database: put the last backup in its place, or set"
    " CREDITLINE_DATABASE_URL"
)
OLD_TABLES = "the database's tables are not up to date: run `creditline migrate`"
NEWER = "the database's tables are of a newer version: run that version of creditline, or set CREDITLINE_DATABASE_URL"
OF_ANOTHER_MODE = (
    "the database was made for {}, and this is {}: set CREDITLINE_MODE, or another CREDITLINE_DATABASE_URL or"
    " CREDITLINE_DATA_DIR"
)


def faults(reading: Reading) -> list[str]:
    """Every fault of a service that would start like this. What hangs on an unreadable setting is not checked."""
    checks = [
        ({"BIND"}, address_faults),
        ({"CONNECTIONS_PER_WORKER"}, descriptor_faults),
        ({"LEDGER_URL", "LEDGER_CERTIFICATE", "LEDGER_KEY", "LEDGER_CA"}, ledger_faults),
        ({"DATABASE_URL", "DATA_DIR"}, database_faults),
    ]
    checked = [check for names, check in checks if not names & reading.faults.keys()]
    return [*reading.faults.values(), *(fault for check in checked for fault in check(reading.settings))]


def address_faults(settings: Settings) -> list[str]:
    """Bound without SO_REUSEPORT, with which the web server would share a busy port instead of refusing it."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that was just left is free
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            return [cannot_listen(settings, error)]
    return []


def cannot_listen(settings: Settings, error: OSError) -> str:
    return f"cannot listen on {settings.bind} ({error.strerror}): stop what does, or set CREDITLINE_BIND"


def descriptor_faults(settings: Settings) -> list[str]:
    """Each connection is an open file. A soft limit that is too low is raised; the hard one is the system's."""
    files, highest = needed(settings.connections_per_worker), highest_limit()
    if files <= highest:
        return []
    lower = "lower CREDITLINE_CONNECTIONS_PER_WORKER"
    return [f"a web worker needs {files} open files and may have {highest}: raise `ulimit -Hn`, or {lower}"]


def ledger_faults(settings: Settings) -> list[str]:
    if not settings.ledger_url:
        return []
    from ivr.outbound.payex.client import tls  # noqa: PLC0415 - its client is for who has one

    try:
        tls(settings.ledger_certificate, settings.ledger_key, settings.ledger_ca)
    except OSError:
        return [f"{CERTIFICATES} cannot be used: set them to PEM files, of which the first two belong together"]
    return []


def database_faults(settings: Settings) -> list[str]:
    """A demo brings its tables up to date itself."""
    try:
        if found := _mode_faults(settings, mode_of(settings.database_url)):
            return found
        newer_revision(settings.database_url)
        if not pending(settings.database_url):
            return key_faults(settings)
    except DatabaseDamaged:
        return [DAMAGED]
    except DatabaseUnreachable as fault:
        return [UNREACHABLE.format(fault)]
    except DatabaseNewer:
        return [NEWER]
    return [OLD_TABLES] if settings.mode == "production" else []


def log_newer_database(settings: Settings) -> None:
    """During a deployment, where the new version has migrated and this one still runs or runs again."""
    if newer := newer_revision(settings.database_url):
        log_event("database_is_newer", reason=f"its tables are of revision {newer}, which this version may run on")


def key_faults(settings: Settings) -> list[str]:
    """Keys that do not fit the data; a first key that does is noted. Raises DatabaseUnreachable."""
    if not settings.secret_keys:
        return []
    cipher = Cipher([key.hex() for key in settings.secret_keys])
    try:
        with connected(settings.database_url, WAIT_SECONDS, writes=False) as connection:
            known.check(connection, cipher)
            is_noted = known.is_noted(connection, cipher)
        if not is_noted:
            with connected(settings.database_url, WAIT_SECONDS, writes=True) as connection:
                known.note(connection, cipher, datetime.now(UTC))
    except known.ForeignKeys as foreign:
        return [f"the data is sealed with key {foreign}: add that key at the end of CREDITLINE_SECRET_KEYS"]
    return []


def require_languages() -> None:
    """Refuse a language that cannot be spoken before anything starts. Raises BadStart, which its own loading raises."""
    importlib.import_module("ivr.prompts.catalogue")


def require_database(settings: Settings) -> None:
    if found := database_faults(settings):
        raise BadStart(found)


def require_parts(settings: Settings) -> None:
    """For a command that builds every part of the service but the web."""
    if found := [*ledger_faults(settings), *database_faults(settings)]:
        raise BadStart(found)


def _mode_faults(settings: Settings, made_for: str | None) -> list[str]:
    return [OF_ANOTHER_MODE.format(made_for, settings.mode)] if made_for not in (None, settings.mode) else []


def claim_database(settings: Settings) -> None:
    """A database that is nobody's yet becomes that of the first who comes."""
    if found := _mode_faults(settings, claim(settings.database_url, settings.mode)):
        raise BadStart(found)


def upgrade_database(settings: Settings) -> None:
    """Its mode is asked before: the tables of a production are no demo's to change."""
    from storage.migrate import upgrade  # noqa: PLC0415 - the tool takes 7 MB, and no web worker migrates

    try:
        if found := _mode_faults(settings, mode_of(settings.database_url)):
            raise BadStart(found)
        upgrade(settings.database_url)
        claim_database(settings)
    except DatabaseDamaged:
        raise BadStart([DAMAGED]) from None
    except DatabaseUnreachable as fault:
        raise BadStart([UNREACHABLE.format(fault)]) from None
    except DatabaseNewer:
        raise BadStart([NEWER]) from None
