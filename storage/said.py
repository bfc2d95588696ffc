"""What a server said when it refused us, fit for a log: its first line, without what it quotes or where it was found.

PostgreSQL and redis-py name users, databases and addresses in quotes or behind a few fixed words, and quote values on
further lines.
"""

import re

LONGEST = 200  # characters
PLACES = (
    re.compile(r"^connection failed: "),
    re.compile(r"connection to server (at|on socket) .* failed: "),
    re.compile(r"^(FATAL|ERROR): +"),
    re.compile(r"^Error -?\d+ (while )?(connecting to \S+?|writing to socket)\. "),
)
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


def said_by(error: object) -> str:
    line = str(error).strip().partition("\n")[0]
    for place in PLACES:
        line = place.sub("", line)
    shown = QUOTED.sub("…", line)
    return "".join(letter for letter in shown if letter.isprintable())[:LONGEST]
