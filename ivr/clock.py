"""The time, read in one place; `domain.ports.Clock` made real."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


class SystemClock:
    """The system's time, or in a demo another: a clock that stood at `start` when it was made, and runs on."""

    def __init__(self, timezone: ZoneInfo, start: datetime | None = None) -> None:
        self._timezone = timezone
        now = datetime.now(UTC)
        self._ahead = (start or now) - now

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def today(self) -> date:
        return self.now().astimezone(self._timezone).date()
