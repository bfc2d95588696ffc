"""When nothing else works: an apology and the numbers of the general queue, one after another, without any state."""

from dataclasses import replace

from ivr.dialogue.voice import Hangup, Queue, Say, Transfer, VoiceDocument, prompt


def fault_documents(languages: tuple[str, ...], numbers: int) -> tuple[VoiceDocument, ...]:
    """In their order: one for each number of the general queue, then the last words. Said in each of `languages`."""
    transfers = [
        VoiceDocument(languages[0], (_said("transfer-next" if target else "fault", languages), _dialled(target)))
        for target in range(numbers)
    ]
    return (*transfers, VoiceDocument(languages[0], (_said("goodbye-nobody", languages), Hangup())))


def static_document(languages: tuple[str, ...], numbers: int) -> VoiceDocument:
    """The same in one document that asks nobody what comes next, for the carrier to keep.

    Its bounds: a voicemail box takes the call, and a caller whose agent hangs up first is put through to the next one.
    """
    dials = tuple(_dialled(target) for target in range(numbers))
    return VoiceDocument(
        languages[0], (_said("fault", languages), *dials, _said("goodbye-nobody", languages), Hangup())
    )


def _said(key: str, languages: tuple[str, ...]) -> Say:
    return Say(tuple(replace(prompt(key), language=language) for language in languages))


def _dialled(target: int) -> Transfer:
    return Transfer(Queue.GENERAL, target)
