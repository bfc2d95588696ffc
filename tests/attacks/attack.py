"""The shape of every attack on a running service: a name, and a run at a target that ends with a verdict."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ivr.config import Settings
from ivr.phone.line import Line

ACCOUNT = "AC" + "0123456789abcdef" * 2
NUMBER = "+46846500400"


@dataclass(frozen=True)
class Target:
    """A service on loopback. `settings` are those that it runs with; `log` is the file that it writes to, if known."""

    url: str
    settings: Settings
    log: Path | None = None

    @property
    def line(self) -> Line:
        settings = self.settings
        account = settings.twilio_account_sid or ACCOUNT
        return Line(self.url, settings.public_url, settings.twilio_auth_tokens[0], account, NUMBER)


@dataclass(frozen=True)
class Verdict:
    """`figures`: what was tried, how often, and what came of it, in words."""

    holds: bool
    figures: str


@dataclass(frozen=True)
class Attack:
    """`needs_demo`: it reads messages or uses the demo people, so that no production is attacked with it."""

    name: str
    run: Callable[[Target], Verdict]
    needs_demo: bool = True
