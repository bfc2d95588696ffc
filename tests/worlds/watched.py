"""A unit of work that is watched: which questions it is asked, in order, and of how many rows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from typing import Any

from domain.unit_of_work import UnitOfWork
from tests.fakes.transactions import MemoryTransactions

Question = tuple[str, str, int]
"""Of which repository, which one, and how many rows it takes at once."""


@dataclass(frozen=True)
class Watched:
    repository: Any
    name: str
    asked: list[Question]

    def __getattr__(self, method: str) -> Callable[..., Any]:
        ask: Callable[..., Any] = getattr(self.repository, method)

        def noted(*given: Any) -> Any:
            rows = len(given[0]) if given and isinstance(given[0], list) else 1
            self.asked.append((self.name, method, rows))
            return ask(*given)

        return noted


@dataclass(frozen=True)
class WatchedTransactions:
    """`domain.unit_of_work.Transactions` in memory."""

    transactions: MemoryTransactions
    asked: list[Question] = field(default_factory=list)

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:
        with self.transactions.begin() as work:
            yield self._watched(work)

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        with self.transactions.reading() as work:
            yield self._watched(work)

    def _watched(self, work: UnitOfWork) -> UnitOfWork:
        names = [one.name for one in fields(UnitOfWork) if one.name != "ledger"]
        watched: dict[str, Any] = {name: Watched(getattr(work, name), name, self.asked) for name in names}
        return replace(work, **watched)
