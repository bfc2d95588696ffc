"""Requests that nobody signed, or without a token: all are refused and counted, and a few of them are logged."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx
from prometheus_client.parser import text_string_to_metric_families

from ivr.phone.http import client
from ivr.refusals import LINES_A_MINUTE
from tests.attacks.attack import Attack, Target, Verdict
from tests.service import counts_of

COUNT = 500
AT_ONCE = 4
MINUTES = 2  # that they may touch
MOST_LINES = MINUTES * (LINES_A_MINUTE + 1)  # of a web worker; the last tells how many were left out
FORM = {"CallSid": f"CA{'0' * 32}", "CallStatus": "ringing"}


@dataclass(frozen=True)
class Flood:
    """Requests to `path` that are refused with `status`, counted by `metric` and logged as `event`."""

    path: str
    status: int
    metric: str
    event: bytes

    def __call__(self, target: Target) -> Verdict:
        with client() as web:
            counted, logged = self._counted(target), self._lines(target)
            refused = self._refused(web, target)
            counted, logged = self._counted(target) - counted, self._lines(target) - logged
        holds = refused == counted == COUNT and logged <= MOST_LINES * target.settings.web_workers
        wrote = f"{logged} log lines" if target.log else "not tried here: log lines (--log names their file)"
        return Verdict(holds, f"{COUNT} requests: {refused} refused, {counted} counted; {wrote}")

    def _refused(self, web: httpx.Client, target: Target) -> int:
        def send(_: int) -> int:
            return web.post(f"{target.url}{self.path}", data=FORM).status_code

        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(send, range(COUNT))).count(self.status)

    def _counted(self, target: Target) -> int:
        families = text_string_to_metric_families(counts_of(target.url, target.settings.data_dir))
        samples = (one for family in families for one in family.samples if one.name == self.metric)
        status = str(int(self.status))
        return int(sum(one.value for one in samples if one.labels.get("status", status) == status))

    def _lines(self, target: Target) -> int:
        return target.log.read_bytes().count(self.event) if target.log else 0


UNSIGNED = Flood("/voice/incoming", httpx.codes.FORBIDDEN, "creditline_signature_failures_total", b"forgery_refused")
WITHOUT_TOKEN = Flood(
    "/customer-journey/customers/search",
    httpx.codes.UNAUTHORIZED,
    "creditline_request_seconds_count",
    b"problem",
)
FLOODS = (
    Attack("unsigned requests", UNSIGNED, needs_demo=False),
    Attack("requests without token", WITHOUT_TOKEN, needs_demo=False),
)
