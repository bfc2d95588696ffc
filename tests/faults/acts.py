"""Calls in acts: what is keyed, and what is heard then where nothing is amiss."""

from dataclasses import dataclass

from ivr.phone.line import Line
from tests.phone.caller import Person
from tests.service import Service

ACCOUNT = "AC" + "0123456789abcdef" * 2
LINE_NUMBER = "+46101740600"
PHONE, CUSTOMER, NOBODY = "+46701740605", "198507099805#", "197207049987#"
A_PERSON = ("Please hold", "you to a person", "trying somebody else", "call again a little later")


@dataclass(frozen=True)
class Act:
    """`keys`: none for silence."""

    keys: str
    heard: str


LANGUAGE = Act("1", "key your personal number")
FIGURES = (
    LANGUAGE,
    Act(CUSTOMER, "a six-digit code"),
    Act("000000", "that code did not match"),
    Act("", "I am still here"),
    Act("{code}", "you can spend"),
    Act("1", "you can spend"),
    Act("7", "that key does nothing here"),
    Act("1", "you can spend"),
    Act("9", "goodbye"),
)
NOT_VERIFIED = (
    LANGUAGE,
    Act(NOBODY, "a six-digit code"),
    Act("000000", "that code did not match"),
    Act("000001", "the last try"),
    Act("000002", "we could not match what you keyed"),
    Act("2", "kontotyp 1"),
    Act("0", "thank you for calling"),
)


def caller_of(service: Service) -> Person:
    return Person(Line(service.url, service.public_url, service.auth_token, ACCOUNT, LINE_NUMBER), PHONE)


def play(person: Person, act: Act) -> bool:
    """Whether it went as it goes where nothing is amiss."""
    if act.keys:
        person.enters(act.keys)
    else:
        person.stays_silent()
    return act.heard.lower() in person.heard.lower()


def goes_on(person: Person, act: Act) -> bool:
    """At worst one step back: keys on what was told, and is lost, mean nothing before its menu is presented."""
    return play(person, act) or play(person, act)


def reaches_a_person(person: Person) -> bool:
    """By now, or by asking for one."""
    if not person.ended and not any(words in person.heard_in_all for words in A_PERSON):
        person.enters("0#")
    return any(words in person.heard_in_all for words in A_PERSON)


def never_failed(person: Person) -> bool:
    """Every answer was a document: the carrier fell back for none."""
    return not any("ErrorCode" in request.params for request in person.requests)
