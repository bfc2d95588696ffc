"""The numbers by which the web server keeps its places free, and its workers alive."""

from ivr.cli.web_workers import FAILURES, INTERVAL
from ivr.web import connection
from ivr.web.threads import STUCK


def test_five_seconds_for_a_header_five_for_a_body_and_fifteen_between() -> None:
    assert (connection.HEAD, connection.BODY, connection.IDLE) == (5, 5, 15)


def test_three_questions_that_are_not_answered_replace_a_worker_within_forty_seconds() -> None:
    """From the request that its threads are stuck on: each counts as lost after STUCK seconds, then it is asked."""
    assert FAILURES == 3
    assert (FAILURES + 1) * INTERVAL + STUCK <= 40
