"""Which of several applications is meant: by the keys in the order of their telling."""

import pytest

from domain.requests import NotSignable, ReadApplication, ReadTerms, TermsRead
from domain.signing import Obstacle
from ivr.dialogue.application_states import ApplicantMenu, ChooseApplication
from ivr.dialogue.context import CallContext, Farewell, Hint, Reason
from ivr.dialogue.events import Digits, NoInput
from ivr.dialogue.representatives import GRANT, OUTCOMES, which_applications
from ivr.dialogue.requests import request
from ivr.dialogue.signing_states import AskConsent, TellTerms
from ivr.dialogue.states import Goodbye
from tests.dialogue.following import after, numbered_options

CONTEXT = CallContext("en-GB", GRANT, starts=1)
MENU = ApplicantMenu(CONTEXT, Hint.SILENT, 1, may_sign=True)
TWO, FOUR = which_applications()
[READ] = OUTCOMES[TermsRead]


ASKED = after(MENU, Digits("2"), TWO)


def test_each_has_a_key_and_of_more_than_three_the_newest_have() -> None:
    general = [("option-person", "0"), ("option-end", "9")]
    chosen = [("option-this-application", number) for number in ("1", "2", "3")]
    assert isinstance(ASKED, ChooseApplication)
    assert numbered_options(ASKED) == [*chosen[:2], *general]
    assert numbered_options(after(MENU, Digits("2"), FOUR)) == [*chosen, *general]


@pytest.mark.parametrize(("key", "ref"), [("1", "first"), ("2", "second"), ("#", None)])
def test_the_key_reads_the_terms_of_its_application_and_a_hash_asks_afresh(key: str, ref: str | None) -> None:
    assert request(after(ASKED, Digits(key))) == ReadTerms(GRANT, ref)


def test_terms_are_told_again_for_the_same_application() -> None:
    terms = after(ASKED, Digits("1"), READ)
    consent = after(terms, NoInput(), NoInput())
    assert (type(terms), type(consent)) == (TellTerms, AskConsent)
    changed = after(consent, Digits("1"), NotSignable(Obstacle.TERMS_CHANGED))
    for again in (after(terms, Digits("1")), after(consent, Digits("3")), after(changed, Digits("1"))):
        assert request(again) == ReadTerms(GRANT, "first")


def test_which_application_is_asked_among_those_that_fit_the_wish() -> None:
    """To sign only those that can be signed are asked about; to hear more, all of them."""
    heard = after(MENU, Digits("4"), TWO)
    assert request(after(heard, Digits("2"))) == ReadApplication(GRANT, "second")
    assert request(after(heard, Digits("#"))) == ReadApplication(GRANT)
    assert after(heard, NoInput()) == ApplicantMenu(CONTEXT, Hint.SILENT, 1, may_sign=True)


def test_other_keys_and_silence_lead_to_the_menu_and_to_people() -> None:
    assert after(ASKED, Digits("3")) == ApplicantMenu(CONTEXT, Hint.UNREADABLE, 1, may_sign=True)
    assert after(ASKED, NoInput()) == ApplicantMenu(CONTEXT, Hint.SILENT, 1, may_sign=True)
    assert after(ASKED, Digits("0")).reason is Reason.ASKED
    assert after(ASKED, Digits("9")) == Goodbye(CONTEXT, Farewell.ENDED)
