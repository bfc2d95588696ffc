"""The tables. Money is whole minor units beside its currency; instants are UTC; what tells who somebody is, is sealed.

`fingerprint`: a keyed hash of what an import last wrote into the row, to find it again unchanged.

No foreign key leads from a call's rows to people: a challenge of somebody unknown must cost the same as any other.
"""

from storage.tables.calls import audit, call_backs, calls, challenges, counters, event_log
from storage.tables.columns import Instant, metadata
from storage.tables.deployment import compatibility, deployment
from storage.tables.keys import secret_keys
from storage.tables.lending import account_limits, accounts, application_changes, applications, offers, people
from storage.tables.messages import carriers, handset_files, handset_messages, outbox
from storage.tables.signing import documents, evidence, idempotent_answers, signing_orders

__all__ = [
    "Instant",
    "account_limits",
    "accounts",
    "application_changes",
    "applications",
    "audit",
    "call_backs",
    "calls",
    "carriers",
    "challenges",
    "compatibility",
    "counters",
    "deployment",
    "documents",
    "event_log",
    "evidence",
    "handset_files",
    "handset_messages",
    "idempotent_answers",
    "metadata",
    "offers",
    "outbox",
    "people",
    "secret_keys",
    "signing_orders",
]
