"""A database that is damaged where every call comes by: callers reach a person, and operators see which table it is."""

from pathlib import Path

import pytest

from ivr import wiring
from ivr.config import load_settings
from storage.migrate import upgrade
from tests.damage import fill, overwrite, root_of
from tests.faults.acts import CUSTOMER, LANGUAGE, Act, caller_of, never_failed, play, reaches_a_person
from tests.service import environment, running_service

IDENTIFIER = Act(CUSTOMER, "please hold")


@pytest.mark.parametrize("table", ["calls", "counters"])
def test_with_a_damaged_table_callers_reach_a_person(tmp_path: Path, table: str) -> None:
    settings = load_settings(environment(MODE="demo", DATA_DIR=str(tmp_path)))
    upgrade(settings.database_url)
    wiring.seed_demo(settings, fresh=False)
    file = tmp_path / "creditline.db"
    fill(file)
    overwrite(file, root_of(file, table))
    with running_service(tmp_path) as service:
        person = caller_of(service).dials()
        assert play(person, LANGUAGE)
        assert play(person, IDENTIFIER)
        assert reaches_a_person(person)
        assert never_failed(person)
        assert service.ready()
        assert service.faults()["tables"] == f"damaged: {table}"
