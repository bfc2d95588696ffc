"""What a server said when it refused us, fit for a log: its first line, without what it quotes or where it was found.

PostgreSQL and redis-py name users, databases and addresses in quotes or behind a few fixed words, and quote values on
further lines. PostgreSQL's quotes are those of its language.
"""

import re

LONGEST = 200  # characters
PLACES = (
    re.compile(r"^connection failed: "),
    re.compile(r"connection to server (at|on socket) .* failed: "),
    re.compile(r"^(FATAL|ERROR): +"),
    re.compile(r"^Error -?\d+ (while )?(connecting to \S+?|writing to socket)\. "),
    re.compile(r"(?<=connecting) to \S+\.$"),
    re.compile(r"(?<=reading) from .+?( ?:(?= \()|$)"),
    re.compile(r"(?<=^No master found) for .*"),
    re.compile(r"(?<=^User )\S+ (?=has no )"),
)
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|»[^«]*«|«[^»]*»|„[^“”]*[“”]|“[^”]*”")
ADDRESS = re.compile(r"[\w.\[\]:-]+:\d{2,5}\b|\b\d{1,3}(\.\d{1,3}){3}\b")


def said_by(error: object) -> str:
    line = str(error).strip().partition("\n")[0]
    for place in PLACES:
        line = place.sub("", line)
    for named in (QUOTED, ADDRESS):
        line = named.sub("…", line)
    return "".join(letter for letter in line if letter.isprintable())[:LONGEST]
