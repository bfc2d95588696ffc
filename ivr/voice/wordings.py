"""How the terms of an agreement sounded, as evidence of what a caller has agreed to."""

from hashlib import sha256

from domain.signing import Heard, TermsSummary
from ivr.dialogue.flow.terms import YES
from ivr.dialogue.tell import TERMS_PAGES, terms
from ivr.prompts.catalogue import spoken
from ivr.prompts.wording import version


class SpokenWordings:
    """The state alone decides what is said, so what was said can be said again. Implements `domain.ports.Wordings`."""

    def terms(self, summary: TermsSummary, language: str) -> Heard:
        told = [prompt for page in range(1, TERMS_PAGES + 1) for prompt in terms(summary, page)]
        words = " ".join(spoken(prompt, language) for prompt in told)
        keys = " ".join(prompt.key for prompt in told)
        return Heard(keys, version(language), sha256(words.encode()).hexdigest(), YES)
