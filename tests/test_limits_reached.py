"""A limit that is reached shows: on the page of numbers each time, in the log once a minute; never whose it was."""

import pytest

from domain.limits import Counted
from ivr import logs
from ivr.app import create_app
from ivr.limits_reached import LimitReports
from ivr.metrics_page import blueprint
from ivr.repeated_lines import RepeatedLines


def test_each_time_is_counted_and_one_line_a_minute_is_logged(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(logs, "REPEATED", RepeatedLines(lambda: now[0]))
    report, before = LimitReports(lambda: now[0]), shown(Counted.LINKS_IN_ALL)
    for _ in range(50):
        report(Counted.LINKS_IN_ALL)
    report(Counted.CODES_IN_ALL)
    now[0] += 60
    report(Counted.LINKS_IN_ALL)
    assert shown(Counted.LINKS_IN_ALL) == before + 51
    lines = [line for line in capsys.readouterr().out.splitlines() if "limit_reached" in line]
    assert [line.rpartition("reason=")[2].strip() for line in lines] == ["links-in-all", "codes-in-all", "links-in-all"]


def shown(limit: Counted) -> float:
    page = create_app([blueprint(())]).test_client().get("/metrics").text
    name = f'creditline_limits_reached_total{{limit="{limit}"}} '
    return float(next(line for line in page.splitlines() if line.startswith(name)).removeprefix(name))
