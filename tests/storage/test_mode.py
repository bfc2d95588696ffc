"""The mode that a database was made for, on both databases."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Engine, Pool, insert, text
from sqlalchemy.exc import IntegrityError

from storage import tables
from storage.migrate import upgrade
from storage.mode import claim, mode_of
from tests.storage.between import in_between


def test_the_first_claim_counts(new_url: str) -> None:
    assert mode_of(new_url) is None
    upgrade(new_url)
    assert mode_of(new_url) is None
    assert [claim(new_url, mode) for mode in ("production", "demo", "production")] == ["production"] * 3
    assert mode_of(new_url) == "production"


def test_of_two_first_starts_at_once_one_claims_the_database_and_the_other_is_told(
    database_url: str, engine: Engine
) -> None:
    """A production and, by mistake, a demo: whoever comes second waits, and learns whose it is."""
    with in_between(engine, "SELECT deployment", lambda _: claim(database_url, "demo"), of=Pool) as other:
        assert claim(database_url, "production") == "production"
    assert (other.answer, other.has_waited) == ("production", True)


@pytest.mark.parametrize("rows", [[(2, "demo")], [(1, "test")], [(1, "demo"), (1, "demo")]], ids=str)
def test_a_database_has_one_mode_of_two(engine: Engine, rows: Sequence[tuple[int, str]]) -> None:
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(insert(tables.deployment), [{"id": number, "mode": mode} for number, mode in rows])


def test_an_older_database_with_the_demos_people_may_be_a_demos(database_url: str, seeded: Engine) -> None:
    forget_mode(seeded)
    assert mode_of(database_url) is None


def test_an_older_database_with_other_people_only_is_a_productions(database_url: str, seeded: Engine) -> None:
    forget_mode(seeded)
    with seeded.begin() as connection:
        for table in ("account_limits", "accounts", "application_changes", "applications"):
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - names of our own tables
        connection.execute(text("DELETE FROM people WHERE ref <> 'demo-01'"))
        connection.execute(text("UPDATE people SET ref = 'somebody'"))
    assert mode_of(database_url) == "production"


def forget_mode(engine: Engine) -> None:
    """As before revision 12."""
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE deployment"))
