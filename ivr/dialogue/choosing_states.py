"""Where a call is while somebody with several applications says which one is meant."""

from dataclasses import dataclass, field
from typing import Literal

from domain.disclosure import Personal
from domain.journey import ApplicantSummary
from ivr.dialogue.context import CallContext


@dataclass(frozen=True)
class ChooseApplication:
    """Each is told apart by its amount; the state ends with its telling, as all that carry figures."""

    context: CallContext
    figures: Personal[ApplicantSummary]
    tag: Literal["ChooseApplication"] = field(default="ChooseApplication", repr=False)
