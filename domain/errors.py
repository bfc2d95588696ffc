"""The family of errors.

CreditLineError
├── Refusal                 a rule of ours says no; the message tells what to do
│   ├── InvalidIdentifier   not a national number, customer number or phone number
│   ├── IllegalTransition   the status table of applications has no such arrow
│   ├── LevelTooLow         the caller is not verified enough for what was asked
│   ├── Unproven            nothing proves that this agreement was meant to be signed
│   └── MessageRefused      whoever carries our messages will never take this one
└── Fault                   something of ours does not work; nobody's input is to blame
    └── Unavailable         a port's real thing does not answer, or too slowly
        ├── AnswerLost      it was asked to do something once, and may have done it
        └── WrongClock      this machine's clock is not to be relied on

No message ever holds what a caller keyed or what is stored about a person.
"""


class CreditLineError(Exception):
    """Anything that this service raises itself."""


class Refusal(CreditLineError):
    """A rule says no."""


class InvalidIdentifier(Refusal):
    """The text is no identifier of the kind that was asked for."""


class IllegalTransition(Refusal):
    """The status table has no such arrow."""


class LevelTooLow(Refusal):
    """Closed on data: the level that was proven does not open what was asked for."""


class Unproven(Refusal):
    """An account is opened on a proof that is bound to its agreement, and on nothing else."""


class MessageRefused(Refusal):
    """Its recipient cannot be reached like this, however often it is tried."""


class Fault(CreditLineError):
    """Something of ours does not work."""


class Unavailable(Fault):
    """A port's real thing does not answer in time."""


class WrongClock(Unavailable):
    """A code that this machine would time or judge might be good for longer than it is to be."""


class AnswerLost(Unavailable):
    """The request went out, its answer never came: whether it was carried out is unknown."""
