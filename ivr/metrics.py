"""What is counted: how often and how long, by a few fixed words; nothing of any caller or any call."""

from collections.abc import Mapping

from ivr.counts import TALLY, Counter, Histogram
from ivr.dialogue.context import Hint, Reason
from ivr.dialogue.events import AgentTook, CallEvent, DialEnded, HungUp, KeysChanged, NoInput
from ivr.dialogue.states import Goodbye, Speaking, Transferring

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3, 5)  # up to a turn's budget, and what no answer may take

REQUESTS = Histogram("creditline_request_seconds", "Requests by route and HTTP status.", ["route", "status"], SECONDS)
TURNS = Counter("creditline_turns", "Turns by the state that the input was for, and its kind.", ["state", "input"])
CALLS = Counter("creditline_calls", "Calls that ended, by outcome and level of verification.", ["outcome", "level"])
TRANSFERS = Counter("creditline_transfers", "Transfers to a person by reason.", ["reason"])
ANSWERS = Counter("creditline_domain_answers", "Answers of the domain by request.", ["request", "answer"])
FORGERIES = Counter("creditline_signature_failures", "Requests that the carrier did not sign.")
ODDITIES = Counter("creditline_odd_requests", "Requests that the carrier signed, of a shape that it does not write.")
LIMITS = Counter(
    "creditline_limits_reached", "Requests that a limit over all calls has stopped or kept short.", ["limit"]
)
MESSAGES = Counter(
    "creditline_messages", "Attempts to hand a message over, by its lane and how they ended.", ["kind", "outcome"]
)
UNREADABLE = Counter("creditline_unreadable_requests", "Requests that are no HTTP/1.1, or came too late.", ["status"])
DUPLICATES = Counter("creditline_duplicates_absorbed", "Requests for a turn that was over, and races that were lost.")
STORE_FAILURES = Counter("creditline_store_failures", "Questions that a store did not answer.", ["store"])
TASK_FAILURES = Counter("creditline_worker_failures", "Tasks of the background worker that failed.", ["task"])
CLOCK_STEPS = Counter("creditline_clock_steps", "Times that the clock of the system was set, as a process saw it.")

INPUTS: Mapping[type[CallEvent | KeysChanged], str] = {
    NoInput: "no-input",
    DialEnded: "dial-ended",
    AgentTook: "agent-took",
    HungUp: "hung-up",
}


def count(counter: Counter, *labels: str) -> None:
    """Add one."""
    TALLY.count(counter, labels)


def begin(counter: Counter, *labels: str | tuple[str, ...]) -> None:
    """Show each word, or words, at nought: an alert on growth misses a number that begins at one."""
    for words in labels:
        TALLY.begin(counter, (words,) if isinstance(words, str) else words)


def count_request(route: str, status: int, seconds: float) -> None:
    TALLY.observe(REQUESTS, (route, str(status)), seconds)


def count_beginning(state: Speaking) -> None:
    count(TURNS, state.tag, "began")


def count_turn(state: Speaking, event: CallEvent | KeysChanged, following: Speaking) -> None:
    count(TURNS, state.tag, INPUTS.get(type(event)) or ("no-match" if _is_misread(following) else "keys"))
    if isinstance(following, Transferring) and not isinstance(state, Transferring):
        count(TRANSFERS, following.reason)
    if isinstance(following, Goodbye):
        count(CALLS, following.farewell, following.context.level.name.lower())


def _is_misread(following: Speaking) -> bool:
    """The state that keys without a meaning lead to; a state that knows no such keys has no hint."""
    if isinstance(following, Transferring):
        return following.reason is Reason.NOT_UNDERSTOOD
    return getattr(following, "hint", None) is Hint.UNREADABLE
