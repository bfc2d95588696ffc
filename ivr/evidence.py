"""The walk with its words: what the proofs look at, in one language."""

from functools import cache

from ivr.dialogue.canaries import CANARIES, CANARY_DATE, CANARY_RATES
from ivr.dialogue.flow import CALL_FLOW
from ivr.dialogue.present import documents
from ivr.dialogue.proofs import Evidence, Rendering
from ivr.dialogue.representatives import SIGNED, TERMS
from ivr.dialogue.voice import Digits, Value, VoiceDocument
from ivr.dialogue.walk import every_call
from ivr.prompts.catalogue import spoken
from ivr.prompts.speech import said

said_once = cache(spoken)
"""A walk's documents repeat few prompts, and no value in them is a person's."""


def words(document: VoiceDocument) -> str:
    """All that the document says, as one text."""
    return " ".join(said_once(prompt, prompt.language or document.language) for prompt in document.prompts)


def rendering(languages: tuple[str, ...]) -> Rendering:
    rates, fees = (TERMS.nominal_rate, TERMS.effective_rate), (TERMS.monthly_fee, TERMS.reminder_fee)
    signing = (TERMS.credit_limit, TERMS.total_cost, TERMS.total_payable, Digits(SIGNED.account_ending))
    figures: tuple[Value, ...] = (*CANARIES, CANARY_DATE, *CANARY_RATES, *rates, *fees, *signing)
    return Rendering(documents, words, frozenset(said(figure, own) for figure in figures for own in languages))


def evidence(languages: tuple[str, ...]) -> Evidence:
    """Of lines that speak these languages, all or one."""
    return Evidence(CALL_FLOW, every_call(languages), rendering(languages))
