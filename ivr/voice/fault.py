"""When nothing else works: an apology and the numbers of the general queue, one after another, without any state."""

from ivr.dialogue.voice import Hangup, Queue, Say, Transfer, VoiceDocument, prompt


def fault_documents(language: str, numbers: int) -> tuple[VoiceDocument, ...]:
    """In their order: one for each number of the general queue, then the last words."""
    transfers = [
        VoiceDocument(
            language, (Say((prompt("transfer-next" if target else "fault"),)), Transfer(Queue.GENERAL, target))
        )
        for target in range(numbers)
    ]
    return (*transfers, VoiceDocument(language, (Say((prompt("goodbye-nobody"),)), Hangup())))
