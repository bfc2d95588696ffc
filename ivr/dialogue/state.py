"""What is known of a state stands on its class, and a class without it is refused where it is written."""

from abc import abstractmethod
from enum import Enum, StrEnum
from typing import Any, ClassVar, Generic, TypeVar, get_origin, get_type_hints

from domain.disclosure import Grant, Personal

M_co = TypeVar("M_co", covariant=True)


class Section(StrEnum):
    """Parts of a call; the samples have a folder for each."""

    IDENTIFY = "1-identify"
    OFFERS = "2-offers"
    CUSTOMER = "3-customer"
    APPLICANT = "4-applicant"
    PERSON = "5-person"
    GOODBYE = "6-goodbye"


class Callers(Enum):
    """Who can come to a state. The walk proves it, of each."""

    STRANGERS = "callers who are not verified"
    VERIFIED = "verified callers"
    ANYBODY = "anybody"


class BaseState:
    """`callers`: verified ones where a field opens to a grant only; of any other state its class says so."""

    callers: ClassVar[Callers]


class SpeakingState(BaseState):
    section: ClassVar[Section]

    def __init_subclass__(cls, *, section: Section, callers: Callers | None = None) -> None:
        super().__init_subclass__()
        cls.section = section
        cls.callers = _callers(cls, callers)


class WorkingState(BaseState):
    def __init_subclass__(cls, *, callers: Callers | None = None) -> None:
        super().__init_subclass__()
        cls.callers = _callers(cls, callers)


class HasMenu(Generic[M_co]):
    """A state with a menu behind it, which silence or a lost session leads to."""

    @abstractmethod
    def menu(self) -> M_co:
        """No try taken yet."""


def _callers(kind: type[BaseState], said: Callers | None) -> Callers:
    if any(map(_opens_to_a_grant, get_type_hints(kind).values())) == (said is not None):
        raise TypeError(f"{kind.__name__}: say who comes here where no field does, and nowhere else")
    return said or Callers.VERIFIED


def _opens_to_a_grant(field: Any) -> bool:
    """Or is a state that does: the one that was asked in."""
    if isinstance(field, type) and issubclass(field, BaseState):
        return field.callers is Callers.VERIFIED
    return field is Grant or get_origin(field) is Personal
