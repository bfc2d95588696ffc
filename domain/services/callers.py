"""Where a call comes from, as far as it is shown: good for counting, and for what may be sent to anybody's number."""

from domain.errors import InvalidIdentifier
from domain.identifiers import PhoneNumber
from domain.requests import Origin


def shown_number(origin: Origin) -> PhoneNumber | None:
    """Return the number, if it is shown. A call that we placed comes from ourselves."""
    if origin.number is None or not origin.is_inbound:
        return None
    try:
        return PhoneNumber.parse(origin.number)
    except InvalidIdentifier:
        return None
