"""The way back to where somebody stands, from all menus of the verified."""

from domain.journey import Part
from ivr.dialogue.context import CallContext, Reason
from ivr.dialogue.flow.people import to_person
from ivr.dialogue.states import ReadingSummary, Transferring


def read_again(context: CallContext, part: Part = Part.ACCOUNT) -> ReadingSummary | Transferring:
    """Only a verified caller comes here; without a grant there is nothing to read and a person helps."""
    if context.grant is None:
        return to_person(context, Reason.FAILURE)
    return ReadingSummary(context, context.grant, part)
