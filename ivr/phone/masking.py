"""What differs between two calls with the same words, and therefore is not compared.

The rule: in every address the value of the query parameter `t`, the sealed step token, becomes `TOKEN`, and the line's
public base URL becomes `{PUBLIC_URL}`. Everything else is compared as it is.
"""

import re

TOKEN = re.compile(r"(?<=[?&;])t=[^&\"'<\s]*")


def mask(text: str, public_url: str) -> str:
    return TOKEN.sub("t=TOKEN", text).replace(public_url.rstrip("/"), "{PUBLIC_URL}")
