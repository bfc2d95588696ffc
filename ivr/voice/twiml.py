"""A VoiceDocument as TwiML, written by the Twilio library. What it writes is checked in tests by `ivr.voice.schema`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from xml.sax.saxutils import escape

from twilio.twiml.voice_response import Dial, VoiceResponse
from twilio.twiml.voice_response import Gather as GatherVerb

from domain.disclosure import Grant
from ivr.dialogue.identify_states import AwaitCode
from ivr.dialogue.present import present
from ivr.dialogue.recovery import carried
from ivr.dialogue.states import Speaking
from ivr.dialogue.voice import Gather, Hangup, Pause, Prompt, Queue, Say, Transfer, Verb, VoiceDocument
from ivr.prompts.blanks import blank, fillings
from ivr.prompts.catalogue import spoken
from ivr.prompts.languages import SPOKEN

RING_SECONDS = 20
TALK_SECONDS = 3600

Targets = Mapping[Queue, tuple[str, ...]]
"""The numbers (E.164) of each queue, in the order they are tried."""


@dataclass(frozen=True)
class Links:
    """Where a document leads, all absolute: keys and ended dials to `action`, an agent's leg to `whisper`.

    Without an action a document goes on by itself. `caller_id` is the number an agent sees, None for the caller's own.
    """

    action: str | None
    targets: Targets
    whisper: str | None = None
    caller_id: str | None = None


def render(document: VoiceDocument, links: Links) -> str:
    """What differs between two calls, an action and values, is put into what is the same and was built once."""
    if links.action is None or any(isinstance(verb, Transfer) for verb in document.verbs):
        return _rendered(document, links)
    words = [escape(filling) for filling in fillings(document)]
    return _template(blank(document) if words else document).format(*words, action=escape(links.action))


def document(state: Speaking, links: Links) -> str:
    """What `state` says. A state that tells nothing says the same to everybody, so it is written once."""
    if links.action is None or carried(state) is not state:
        return render(present(state), links)
    return _written(_anybody(state)).format(action=escape(links.action))


@lru_cache(maxsize=4096)
def _written(state: Speaking) -> str:
    return _rendered(present(state), Links("{action}", {}))


def _anybody(state: Speaking) -> Speaking:
    """The same state of a caller without a name: no document of a state that tells nothing depends on one."""
    grant = state.context.grant
    context = replace(state.context, grant=Grant("", grant.level)) if grant else state.context
    if isinstance(state, AwaitCode):
        return replace(state, context=context, challenge="")
    return replace(state, context=context) if grant else state


def redirect(address: str) -> str:
    """A document without words: the carrier asks `address` how the call goes on."""
    response = VoiceResponse()
    response.redirect(address, method="POST")
    return str(response)


@lru_cache(maxsize=1024)
def _template(document: VoiceDocument) -> str:
    return _rendered(document, Links("{action}", {}))


def _rendered(document: VoiceDocument, links: Links) -> str:
    response = VoiceResponse()
    for verb in document.verbs:
        _append(response, verb, document.language, links)
    return str(response)


def _append(response: VoiceResponse, verb: Verb, language: str, links: Links) -> None:
    match verb:
        case Say():
            _say(response, verb.prompts, language)
        case Gather():
            response.append(_gather(verb, language, links))
        case Transfer():
            response.append(_dial(verb, links))
        case Pause():
            response.pause(length=verb.seconds)
        case Hangup():
            response.hangup()


def _say(parent: VoiceResponse | GatherVerb, prompts: Iterable[Prompt], language: str) -> None:
    """Prompts that follow each other in one language are one Say: a voice joins them better than a carrier does."""
    for own, together in groupby(prompts, key=lambda prompt: prompt.language or language):
        words = " ".join(spoken(prompt, own) for prompt in together)
        parent.say(words, voice=SPOKEN[own].manifest.voice, language=own)


def _gather(question: Gather, language: str, links: Links) -> GatherVerb:
    verb = GatherVerb(
        input="dtmf",
        action=links.action,
        method="POST",
        action_on_empty_result=True,  # silence is an event like any other
        timeout=question.timeout,
        finish_on_key=question.finish_on_key,
        num_digits=question.num_digits,
    )
    _say(verb, question.prompts, language)
    for option in question.options:
        _say(verb, (option,), language)
        verb.pause(length=1)
    return verb


def _dial(transfer: Transfer, links: Links) -> Dial:
    dial = Dial(
        action=links.action,
        method="POST" if links.action else None,
        timeout=RING_SECONDS,
        time_limit=TALK_SECONDS,
        caller_id=links.caller_id,
    )
    dial.number(
        links.targets[transfer.queue][transfer.target],
        url=links.whisper,
        method="POST" if links.whisper else None,
    )
    return dial
