"""Requests that nobody signed: all are refused and counted, and a few of them are logged."""

import httpx
from prometheus_client.parser import text_string_to_metric_families

from ivr.cli.web import WORKERS
from ivr.phone.http import client
from ivr.refusals import LINES_A_MINUTE
from tests.attacks.attack import Attack, Target, Verdict

COUNT = 500
MOST_LINES = 2 * WORKERS * (LINES_A_MINUTE + 1)  # where a minute ends meanwhile; and one line that tells of the others
COUNTED = "creditline_signature_failures"
LOGGED = b"forgery_refused"


def come_unsigned(target: Target) -> Verdict:
    with client() as web:
        counted, logged = _counted(web, target), _lines(target)
        refused = sum(_is_refused(web, target) for _ in range(COUNT))
        counted = _counted(web, target) - counted
    lines = _lines(target) - logged
    holds = refused == counted == COUNT and lines <= MOST_LINES
    wrote = f"{lines} log lines" if target.log else "not tried here: log lines (--log names their file)"
    return Verdict(holds, f"{COUNT} unsigned requests: {refused} refused, {counted} counted; {wrote}")


def _is_refused(web: httpx.Client, target: Target) -> bool:
    form = {"CallSid": f"CA{'0' * 32}", "CallStatus": "ringing"}
    return web.post(f"{target.url}/voice/incoming", data=form).status_code == httpx.codes.FORBIDDEN


def _counted(web: httpx.Client, target: Target) -> int:
    families = text_string_to_metric_families(web.get(f"{target.url}/metrics").text)
    return int(sum(sample.value for one in families if one.name == COUNTED for sample in one.samples))


def _lines(target: Target) -> int:
    return target.log.read_bytes().count(LOGGED) if target.log else 0


REFUSALS = Attack("unsigned requests", come_unsigned, needs_demo=False)
