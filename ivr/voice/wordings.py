"""What the domain needs of the words: how terms sounded, as evidence, and what is told of somebody, to be texted."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from domain.details import AccountDetails, ApplicationDetails
from domain.journey import ApplicantSummary, CustomerSummary
from domain.messages import MessageValue, Sentence
from domain.signing import Heard, TermsSummary
from ivr.dialogue import tell
from ivr.dialogue.flow.terms import YES
from ivr.dialogue.tell import TERMS_PAGES, terms
from ivr.dialogue.voice import Digits, Prompt
from ivr.prompts.catalogue import spoken
from ivr.prompts.wording import version


class SpokenWordings:
    """The state alone decides what is said, so what was said can be said again. Implements `domain.ports.Wordings`."""

    def terms(self, summary: TermsSummary, language: str) -> Heard:
        told = [prompt for page in range(1, TERMS_PAGES + 1) for prompt in terms(summary, page)]
        words = " ".join(spoken(prompt, language) for prompt in told)
        keys = " ".join(prompt.key for prompt in told)
        return Heard(keys, version(language), sha256(words.encode()).hexdigest(), YES)

    def standing(self, summary: CustomerSummary | ApplicantSummary) -> Sequence[Sentence]:
        if isinstance(summary, CustomerSummary):
            return _sentences(tell.account(summary))
        return _sentences(tell.applications(summary))

    def details(self, details: AccountDetails) -> Sequence[Sentence]:
        """With the figures of the summary before them, each said once: one text has it all."""
        more = (prompt for page in tell.details(details) for prompt in page)
        return _sentences(dict.fromkeys([*tell.figures(details.summary), *more]))

    def application(self, details: ApplicationDetails) -> Sequence[Sentence]:
        """How it stands before them."""
        stands = tell.applications(ApplicantSummary((details.summary,)))
        return _sentences([*stands, *(prompt for page in tell.application(details) for prompt in page)])

    def owed(self, summary: CustomerSummary) -> Sequence[Sentence]:
        return _sentences(tell.owed(summary))


def _sentences(prompts: Iterable[Prompt]) -> Sequence[Sentence]:
    """What is written has the words that are said."""
    return [Sentence(prompt.key, _values(prompt)) for prompt in prompts]


def _values(prompt: Prompt) -> dict[str, MessageValue]:
    return {name: value.text if isinstance(value, Digits) else value for name, value in prompt.values}
