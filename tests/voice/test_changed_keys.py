"""A call whose line is started anew with another first key goes on as if nothing had been."""

from ivr.config import Settings
from tests.voice.conftest import Texts, line_app
from tests.voice.twilio import InboundCall

NEW, NEWER = bytes(range(32)), bytes(range(32, 64))


def with_keys(settings: Settings, *keys: bytes) -> Settings:
    return settings.model_copy(update={"secret_keys": keys})


def test_a_call_outlasts_two_changes_of_the_key(settings: Settings, texts: Texts) -> None:
    [old] = settings.secret_keys
    first, second, third = (
        line_app(with_keys(settings, *keys)).test_client()
        for keys in [(old, NEW, NEWER), (NEW, old, NEWER), (NEWER, NEW, old)]
    )
    call = InboundCall(first)
    call.dials().keys("198507099805")
    code = texts.code()
    call.client = second
    told = call.keys(code)
    assert b"kronor" in told.document
    call.client = third
    assert b"Goodbye" in call.keys("9").document
