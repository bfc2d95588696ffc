"""The phone in a terminal: what the line says, a line of keys to answer with, messages as they arrive."""

import contextlib
import threading
from collections.abc import Iterator

from ivr.phone.caller import Caller
from ivr.phone.log import Entry
from ivr.phone.mailbox import Mailbox
from ivr.phone.script import Act, BadScript, act

POLL = 0.5  # seconds between two looks into the mailbox
HELP = "Type keys and Enter. An empty line stays silent, h hangs up."


def show(entry: Entry) -> None:
    print(f"{entry.at:6.1f} s  {entry.who:>7}  {entry.text or '(silence)'}", flush=True)


def converse(caller: Caller, mailbox: Mailbox) -> None:
    """A whole call, typed. The end of the input hangs up."""
    print(HELP)
    with _messages_shown(mailbox):
        caller.dials()
        while not caller.ended:
            _next_act()(caller)


def _next_act() -> Act:
    try:
        return act(input("keys> ").strip())
    except (EOFError, KeyboardInterrupt):
        return Caller.hangs_up
    except BadScript as mistake:
        print(mistake)
        return _next_act()


@contextlib.contextmanager
def _messages_shown(mailbox: Mailbox) -> Iterator[None]:
    mailbox.new()  # those of earlier calls
    stop = threading.Event()
    watcher = threading.Thread(target=_watch, args=(mailbox, stop), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        stop.set()
        watcher.join()


def _watch(mailbox: Mailbox, stop: threading.Event) -> None:
    over = False
    while not over:
        over = stop.wait(POLL)  # and one last look
        for message in reversed(mailbox.new()):
            print(f"\n          message  {message.text}", flush=True)
