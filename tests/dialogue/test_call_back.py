"""To be called back, where nobody took the call."""

from dataclasses import replace

import pytest

from domain.disclosure import Grant
from domain.requests import AskCallBack, CallBackAsked, NoNumber, Refused
from domain.verification import Level
from ivr.dialogue.context import CallContext, Farewell, Hint, Missed, Reason
from ivr.dialogue.events import Digits, Event, ServiceFailed
from ivr.dialogue.present import present
from ivr.dialogue.requests import request
from ivr.dialogue.states import Goodbye, NobodyAnswered, Transferring
from ivr.dialogue.voice import Queue
from tests.dialogue.following import after, options

STRANGER = CallContext("en-GB", transfers=1)
GRANT = Grant("somebody", Level.VERIFIED)
VERIFIED = CallContext("en-GB", GRANT, starts=1, transfers=1)
NOBODY = NobodyAnswered(STRANGER, Queue.SPECIALIST, Reason.FOR_ANOTHER, Missed.BUSY)


@pytest.mark.parametrize(
    ("context", "farewell"), [(STRANGER, Farewell.CALL_BACK), (VERIFIED, Farewell.CALL_BACK_REGISTERED)]
)
def test_where_nobody_answered_a_call_back_is_asked_for_and_promised(context: CallContext, farewell: Farewell) -> None:
    nobody = replace(NOBODY, context=context)
    assert options(nobody) == ["option-try-again", "option-call-back", "option-end"]
    asking = after(nobody, Digits("2"))
    assert request(asking) == AskCallBack(context.grant, "specialist", "for-another")
    assert after(asking, CallBackAsked()) == Goodbye(context, farewell)


@pytest.mark.parametrize(
    ("answer", "missed"),
    [
        (NoNumber(), Missed.NO_NUMBER),
        (Refused(), Missed.NO_CALL_BACK),
        (ServiceFailed(), Missed.NO_CALL_BACK),
    ],
)
def test_what_cannot_be_noted_is_said_and_somebody_can_be_tried_again(answer: Event, missed: Missed) -> None:
    told = after(NOBODY, Digits("2"), answer)
    assert present(told).prompts[0].key == f"missed-{missed}"
    assert options(told) == ["option-try-again", "option-end"]
    assert after(told, Digits("2")).hint is Hint.UNREADABLE
    assert after(told, Digits("1")) == Transferring(STRANGER, Queue.SPECIALIST, Reason.FOR_ANOTHER)
