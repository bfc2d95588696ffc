"""The plain webhook's own table, and the people of the bench in it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import BigInteger, String, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    pass


class Customer(Base):
    __tablename__ = "plain_customers"

    id: Mapped[int] = mapped_column(primary_key=True)
    national_number: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    phone: Mapped[str] = mapped_column(String(16), index=True)
    status: Mapped[str] = mapped_column(String(32))
    credit_limit: Mapped[int] = mapped_column(BigInteger)
    available: Mapped[int] = mapped_column(BigInteger)
    amount_due: Mapped[int] = mapped_column(BigInteger)
    due_date: Mapped[date | None]


def settle(database_url: str, phones: Mapping[str, str]) -> None:
    engine = create_engine(database_url)
    Base.metadata.create_all(engine)
    due = datetime.now(UTC).date() + timedelta(days=20)
    with Session(engine) as database:
        database.add_all(
            Customer(
                national_number=digits,
                name=f"Bench Customer {place}",
                phone=phone,
                status="Open",
                credit_limit=5_000_000,
                available=1_000_000 + 7351 * place,
                amount_due=50_000 + 113 * place,
                due_date=due,
            )
            for place, (digits, phone) in enumerate(phones.items())
        )
        database.commit()
    engine.dispose()
