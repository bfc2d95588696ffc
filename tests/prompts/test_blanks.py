"""What is kept of a document is what everybody hears; what is one caller's own is put in each time."""

from datetime import date

from domain.money import Money
from ivr.dialogue.context import Reason
from ivr.dialogue.voice import Digits, Gather, Prompt, Say, VoiceDocument, prompt
from ivr.prompts.blanks import blank, fillings

DUE = prompt("due", amount=Money.of("1250"), date=date(2026, 11, 28))
OFFER = prompt("offer", title="Kontotyp 1", limit=Money.of("50000"), fee=Money.of("25"))


def telling(*prompts: Prompt) -> VoiceDocument:
    return VoiceDocument("en-GB", (Gather(prompts, (OFFER,), 5, "", 1),))


def test_a_blank_holds_no_amount_no_date_and_no_name() -> None:
    due, offer = blank(telling(DUE)).prompts
    assert due == prompt("due", amount="{0}", date="{1}")
    assert offer == prompt("offer", fee="{2}", limit="{3}", title="{4}")


def test_fillings_are_the_values_in_words_in_the_order_of_their_marks() -> None:
    assert fillings(telling(DUE)) == [
        "one thousand, two hundred and fifty kronor",
        "Saturday the twenty-eighth of November",
        "twenty-five kronor",
        "fifty thousand kronor",
        "Kontotyp 1",
    ]


def test_values_are_in_the_language_of_their_sentence() -> None:
    swedish = VoiceDocument("sv-SE", (Say((prompt("limit", amount=Money.of("1")),)),))
    unknown = VoiceDocument("tlh", (Say((prompt("text-code", code=Digits("12")),)),))
    assert (fillings(swedish), fillings(unknown)) == (["en krona"], ["one, two"])


def test_what_chooses_a_form_stays() -> None:
    """A blank made of two applications would say "applications" of one."""
    counted = VoiceDocument("en-GB", (Say((prompt("applications", count=2), prompt("x", reason=Reason.ASKED))),))
    assert blank(counted) == counted
    assert fillings(counted) == []
