"""Names and free texts as nobody would wish to have them in a database: always the same ones."""

import sys
from collections.abc import Iterator
from random import Random

ATTACKS = (
    *("</Say><Dial>+46900000000</Dial><Say>", "<Hangup/>", "<break time='9s'/>", "]]>", "<![CDATA[", "<!--", "-->"),
    *(
        "&amp;",
        "&#0;",
        "&#x1F;",
        "&lt;Dial&gt;",
        "&entity;",
        "<?xml version='1.0'?>",
        "<!DOCTYPE a>",
        "'",
        '"',
        "<",
        ">",
    ),
    *("{ $limit }", "{", "}", "{ $", "{ speech-money }", "{ -term }", '{ "}" }', "\n.attribute = ", "\n* ", "\\u0000"),
    *("%s", "{0}", "{0.__class__}", "${jndi:ldap://x}", "../../etc/passwd", "' OR 1=1 --"),
    *("\x00", "\x07", "\x1b[2J", "\x7f", "\x85", "\ufffe", "\uffff", "\ufeff", "\u2028", "\u2029", "\r\n\r\n"),
    *("\ud800", "\udfff", "\udc80", "\u202e", "\u2066", "\u2069", "\u200b", "\u00ad", "\u0301" * 40, "\U0010ffff"),
    *("123456", "+46900000000", "*0", "#", "kronor", "Ljungström & Söner", "Анна", "李", "🧨", "a" * 4000, " " * 500),
)
PARTS_AT_MOST = 6


def texts(seed: int) -> Iterator[str]:
    """Without end."""
    random = Random(seed)  # noqa: S311 - to be repeated, not to be secret
    while True:
        yield "".join(_part(random) for _ in range(random.randrange(PARTS_AT_MOST)))


def _part(random: Random) -> str:
    """An attack, or characters from anywhere in Unicode, half of them from the lower end."""
    if random.random() < 0.5:
        return random.choice(ATTACKS)
    last = random.choice((0x7F, 0x7F, 0x2FF, 0xFFFF, sys.maxunicode))
    return "".join(chr(random.randint(0, last)) for _ in range(random.randrange(12)))
