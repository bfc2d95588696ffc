"""What calls have been answered before their answers moved beside their checkpoints."""

from sqlalchemy import text

from storage.engine import open_engine
from storage.migrate import upgrade
from tests.storage.revisions import at_revision

ADD_CALLS = text(
    "INSERT INTO calls (call, language, level, starts, wrong_codes)"
    " VALUES ('asked', 'en-GB', 0, 1, 0), ('silent', 'en-GB', 0, 0, 0)"
)
ADD_ANSWERS = text(
    "INSERT INTO answers (call, turn, answer)"
    " VALUES ('asked', 9, 'CodeSent'), ('asked', 10, 'CodeWrong'), ('asked', 2, 'Refused')"
)


def test_a_call_under_way_keeps_the_answer_to_its_last_turn(new_url: str) -> None:
    with at_revision(new_url, "0003") as connection:
        connection.execute(ADD_CALLS)
        connection.execute(ADD_ANSWERS)
    upgrade(new_url)
    engine = open_engine(new_url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT call, last_turn, last_answer FROM calls ORDER BY call")).all()
    engine.dispose()
    assert [tuple(row) for row in rows] == [("asked", 10, "CodeWrong"), ("silent", None, None)]
