"""What people of the lender decide about an application: its review, and its identity check."""

from collections.abc import Callable
from datetime import datetime

from domain.applications import Application, checked, reviewed
from domain.errors import IllegalTransition
from domain.kyc import KycStatus
from domain.unit_of_work import UnitOfWork


def review(work: UnitOfWork, ref: str, *, is_granted: bool, by: str, now: datetime) -> Application | None:
    """As it is now; None where there is none. `by`: who decides. Raises IllegalTransition."""
    return _changed(work, ref, lambda application: reviewed(application, now, is_granted=is_granted), by, now)


def check_identity(
    work: UnitOfWork, ref: str, kyc: KycStatus, *, by: str, now: datetime, is_phone_confirmed: bool = False
) -> Application | None:
    """Likewise. `is_phone_confirmed`: the number on record was found to be the applicant's, so it signs at once."""
    note = "phone confirmed" if is_phone_confirmed else ""
    found = _changed(work, ref, lambda application: checked(application, kyc), by, now, note=note)
    if found and is_phone_confirmed:
        work.people.confirm_phone(found.person, now)
    return found


def _changed(
    work: UnitOfWork, ref: str, change: Callable[[Application], Application], by: str, now: datetime, *, note: str = ""
) -> Application | None:
    application = work.applications.get(ref)
    if application is None:
        return None
    changed = work.applications.change(application, change(application), by, now, note)
    if changed is None:
        raise IllegalTransition("somebody else has just changed this application")
    return changed
