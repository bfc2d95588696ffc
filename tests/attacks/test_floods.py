"""Requests that nobody signed, thousands of them: each is refused and counted, and the log stays small."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from ivr.cli.web import WORKERS
from ivr.phone.http import client
from ivr.refusals import LINES_A_MINUTE
from tests.service import Service, running_service

REQUESTS = 4_000
LINE = 300  # bytes of one line at most
MINUTES = 3  # that the flood may touch on a busy machine
FORM = {"CallSid": "CA" + "0" * 32, "CallStatus": "ringing"}


def counted(service: Service, name: str) -> float:
    families = text_string_to_metric_families(httpx.get(f"{service.url}/metrics").text)
    return sum(sample.value for family in families for sample in family.samples if sample.name == name)


@pytest.mark.parametrize(
    ("path", "status", "metric"),
    [
        ("/voice/incoming", 403, "creditline_signature_failures_total"),
        ("/customer-journey/customers/search", 401, "creditline_request_seconds_count"),
    ],
)
def test_thousands_of_refusals_are_counted_in_full_and_leave_few_lines(
    tmp_path: Path, path: str, status: int, metric: str
) -> None:
    with running_service(tmp_path / "data") as service:
        before, lines = counted(service, metric), service.output.stat().st_size
        with client() as web, ThreadPoolExecutor(4) as pool:
            answers = pool.map(lambda _: web.post(f"{service.url}{path}", data=FORM).status_code, range(REQUESTS))
            assert set(answers) == {status}
        assert counted(service, metric) - before >= REQUESTS
        written = service.output.stat().st_size - lines
    assert written <= WORKERS * (LINES_A_MINUTE + 1) * MINUTES * LINE, f"{written} bytes for {REQUESTS} requests"
