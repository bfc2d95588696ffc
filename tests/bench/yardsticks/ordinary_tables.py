"""The ordinary webhook's tables: the same rows as the service's, in plain text."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Sid = String(34)
Word = String(40)


class Base(DeclarativeBase):
    pass


class Person(Base):
    __tablename__ = "ordinary_people"

    id: Mapped[int] = mapped_column(primary_key=True)
    national_number: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    phone: Mapped[str] = mapped_column(String(16), index=True)


class Account(Base):
    __tablename__ = "ordinary_accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    status: Mapped[str] = mapped_column(Word)
    credit_limit: Mapped[int] = mapped_column(BigInteger)
    available: Mapped[int] = mapped_column(BigInteger)
    amount_due: Mapped[int] = mapped_column(BigInteger)
    due_date: Mapped[date]


class Application(Base):
    __tablename__ = "ordinary_applications"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    status: Mapped[str] = mapped_column(Word)
    credit_limit: Mapped[int] = mapped_column(BigInteger)


class Offer(Base):
    __tablename__ = "ordinary_offers"

    profile: Mapped[str] = mapped_column(Word, primary_key=True)
    title: Mapped[str] = mapped_column(Word)
    max_credit_limit: Mapped[int] = mapped_column(BigInteger)
    monthly_fee: Mapped[int] = mapped_column(BigInteger)
    closed_at: Mapped[datetime | None]


class PhoneCall(Base):
    __tablename__ = "ordinary_calls"

    sid: Mapped[str] = mapped_column(Sid, primary_key=True)
    person_id: Mapped[int | None]
    challenge: Mapped[str | None] = mapped_column(Word)
    starts: Mapped[int] = mapped_column(default=0)
    wrong_codes: Mapped[int] = mapped_column(default=0)
    last_turn: Mapped[int | None]


class Challenge(Base):
    """`person_id`: none where nobody has the number that was keyed."""

    __tablename__ = "ordinary_challenges"

    ref: Mapped[str] = mapped_column(Word, primary_key=True)
    person_id: Mapped[int | None]
    identifier: Mapped[str] = mapped_column(String(12))
    code_hash: Mapped[str] = mapped_column(String(64))
    sent_at: Mapped[datetime]
    wrong_codes: Mapped[int] = mapped_column(default=0)
    is_used: Mapped[bool] = mapped_column(default=False)


class Message(Base):
    """`phone`: none for a message to nobody. `sent_at`: none while it waits."""

    __tablename__ = "ordinary_outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    dedupe: Mapped[str] = mapped_column(Word, unique=True)
    phone: Mapped[str | None] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(String(160))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(index=True)


class ReceivedText(Base):
    __tablename__ = "ordinary_received_texts"

    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[str] = mapped_column(String(16), index=True)
    text: Mapped[str] = mapped_column(String(160))
    at: Mapped[datetime]


class Counter(Base):
    __tablename__ = "ordinary_counters"

    kind: Mapped[str] = mapped_column(Word, primary_key=True)
    subject: Mapped[str] = mapped_column(Word, primary_key=True)
    amount: Mapped[int]
    since: Mapped[datetime]
    until: Mapped[datetime]


class Disclosure(Base):
    __tablename__ = "ordinary_audit"
    __table_args__ = (UniqueConstraint("call", "turn"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call: Mapped[str] = mapped_column(Sid)
    turn: Mapped[int]
    person_id: Mapped[int]
    facts: Mapped[str] = mapped_column(String(255))
    at: Mapped[datetime]


class Event(Base):
    __tablename__ = "ordinary_events"

    call: Mapped[str] = mapped_column(Sid, primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(Word)
    at: Mapped[datetime]
