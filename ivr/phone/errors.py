"""What can go wrong with a call. No message quotes keys, words or numbers.

PhoneError
├── Fault           the line served what a carrier would not execute, or refused a signed report
├── RequestFailed   one request got no document; the call goes on at the fallback URL
│   └── CallFailed  the fallback URL failed too: the call is over
├── CallEnded       keys for a call that is over
└── NoCode          no message with a code came
HungUp is no error: it is how the caller's hanging up reaches the verb that waits.
"""


class PhoneError(Exception):
    pass


class Fault(PhoneError):
    pass


class RequestFailed(PhoneError):
    """`code` is Twilio's error code, `url` the address as the line wrote it."""

    def __init__(self, code: int, url: str, why: str) -> None:
        super().__init__(why)
        self.code = code
        self.url = url


class CallFailed(RequestFailed):
    pass


class CallEnded(PhoneError):
    pass


class NoCode(PhoneError):
    pass


class HungUp(Exception):
    pass
