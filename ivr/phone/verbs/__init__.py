"""What each verb does, one file per verb, as https://www.twilio.com/docs/voice/twiml has it."""

from collections.abc import Mapping

from ivr.phone.leg import Verb
from ivr.phone.verbs import dial, gather, hangup, pause, play, redirect, say

VERBS: Mapping[str, Verb] = {
    "Say": say.execute,
    "Play": play.execute,
    "Pause": pause.execute,
    "Gather": gather.execute,
    "Dial": dial.execute,
    "Redirect": redirect.execute,
    "Hangup": hangup.execute,
}
