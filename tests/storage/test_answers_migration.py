"""What calls have been answered before their answers moved beside their checkpoints."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from storage import migrations
from storage.engine import open_engine, writing
from storage.migrate import upgrade

ADD_CALLS = text(
    "INSERT INTO calls (call, language, level, starts, wrong_codes)"
    " VALUES ('asked', 'en-GB', 0, 1, 0), ('silent', 'en-GB', 0, 0, 0)"
)
ADD_ANSWERS = text(
    "INSERT INTO answers (call, turn, answer)"
    " VALUES ('asked', 9, 'CodeSent'), ('asked', 10, 'CodeWrong'), ('asked', 2, 'Refused')"
)


def test_a_call_under_way_keeps_the_answer_to_its_last_turn(new_url: str) -> None:
    engine = open_engine(new_url)
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with writing(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        connection.execute(ADD_CALLS)
        connection.execute(ADD_ANSWERS)
    upgrade(new_url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT call, last_turn, last_answer FROM calls ORDER BY call")).all()
    engine.dispose()
    assert [tuple(row) for row in rows] == [("asked", 10, "CodeWrong"), ("silent", None, None)]
