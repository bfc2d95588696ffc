"""How options, keys and errors are worded in each language."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Manner:
    """`option`, `entry_option`: function first, then the key, after the last comma; in an entry hash ends it.

    `press`: a key that is named. `blaming`: no words for somebody's mistake. `odd_names`: what nobody calls the keys.
    """

    option: re.Pattern[str]
    entry_option: re.Pattern[str]
    press: re.Pattern[str]
    blaming: re.Pattern[str]
    odd_names: re.Pattern[str]


MANNERS = {
    "en-GB": Manner(
        option=re.compile(r"(?:(?!\bpress\b).)+, press \d\.", re.IGNORECASE),
        entry_option=re.compile(r"(?:(?!\bpress\b)[^,])+, press \d, then hash\.", re.IGNORECASE),
        press=re.compile(r"\bpress \d\b", re.IGNORECASE),
        blaming=re.compile(r"\b(?:invalid|wrong|illegal)\b", re.IGNORECASE),
        odd_names=re.compile(r"[#*]|\b(?:pound|number sign|asterisk|nought|nil|letter o)\b", re.IGNORECASE),
    ),
    "sv-SE": Manner(
        option=re.compile(r"(?:(?!\btryck\b).)+, tryck \d\.", re.IGNORECASE),
        entry_option=re.compile(r"(?:(?!\btryck\b)[^,])+, tryck \d, sedan fyrkant\.", re.IGNORECASE),
        press=re.compile(r"\btryck \d\b", re.IGNORECASE),
        blaming=re.compile(r"\b(?:ogiltigt?|ogiltiga|fel|felaktigt?|felaktiga|otillåt(?:en|et|na))\b", re.IGNORECASE),
        odd_names=re.compile(r"[#*]|\b(?:brädgård|hashtag|nummertecken|grind|asterisk|nolla)\b", re.IGNORECASE),
    ),
}
