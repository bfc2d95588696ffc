"""Numbers that were on record before it was kept since when: as old as what is known of them."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

from storage import migrations
from storage.engine import open_engine, writing
from storage.migrate import upgrade

PERSON = (
    "INSERT INTO people (ref, ledger, national_number, national_number_index, customer_number, customer_number_index,"
    " name, phone, email, language, phone_changed_at)"
    " VALUES (:ref, 501, :bytes, :bytes, :bytes, :bytes, :bytes, :bytes, :bytes, 'sv-SE', :changed)"
)
APPLICATION = (
    "INSERT INTO applications (ref, ledger, person, profile, status, kyc, pep, currency, credit_limit, created_at,"
    " version, in_review) VALUES (:ref, 501, :person, 'kontotyp-1', 'AwaitingSign', 'initiated', false, 'SEK', 1, :at,"
    " 1, false)"
)
CODE = (
    "INSERT INTO challenges (ref, call, person, claimed, mac, sent_at, wrong_codes, is_used, message)"
    " VALUES (:ref, 'call', :person, :bytes, :bytes, :at, 0, :used, '')"
)
CHANGED, APPLIED, USED = "2026-01-01 10:00:00", "2026-02-02 10:00:00", "2026-03-03 10:00:00"


def with_people(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with writing(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0014")
        for ref in ("changed", "applied", "coded", "both", "silent"):
            changed = CHANGED if ref == "changed" else None
            connection.execute(text(PERSON), {"ref": ref, "bytes": ref.encode(), "changed": changed})
        for ref, at in (("changed", APPLIED), ("applied", APPLIED), ("both", "2026-04-04 10:00:00")):
            connection.execute(text(APPLICATION), {"ref": f"a-{ref}", "person": ref, "at": at})
        for ref, used in (("coded", True), ("both", True), ("silent", False)):
            row = {"ref": f"c-{ref}", "person": ref, "bytes": b"", "at": USED, "used": used}
            connection.execute(text(CODE), row)


def test_a_number_is_as_old_as_its_change_its_application_or_the_first_code_that_was_used(new_url: str) -> None:
    engine = open_engine(new_url)
    with_people(engine)
    upgrade(new_url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT ref, phone_since, phone_confirmed_at FROM people")).all()
        is_new = text("SELECT ref FROM people WHERE phone_since > :then")
        unknown = connection.execute(is_new, {"then": "2026-05-05 00:00:00"}).scalars().all()
    engine.dispose()
    since = {ref: str(at)[:10] for ref, at, _ in rows if ref != "silent"}
    assert since == {"changed": "2026-01-01", "applied": "2026-02-02", "coded": "2026-03-03", "both": "2026-03-03"}
    assert {confirmed for _, _, confirmed in rows} == {None}
    assert unknown == ["silent"]
