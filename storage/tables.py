"""All tables, on one page. Whatever could say something about a patient's health is a sealed column."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ColumnElement,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.types import TypeDecorator, TypeEngine


class NaiveDatetime(ValueError):  # noqa: N818
    """A datetime without a zone was about to be stored; attach the zone, then store it."""

    def __init__(self, value: datetime) -> None:
        super().__init__(f"{value!r}: {self.__doc__}")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime in UTC. In SQLite it is text of one width, so that text order is time order."""

    impl = String(27)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime] | TypeEngine[str]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(String(27))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        if value is None:
            return None
        if value.utcoffset() is None:
            raise NaiveDatetime(value)
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.isoformat(timespec="microseconds").replace("+00:00", "Z")

    def process_result_value(self, value: datetime | str | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return datetime.fromisoformat(value) if isinstance(value, str) else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

_BIG = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER counts up by itself in SQLite


def _one_of(column: str, *values: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _partial(name: str, *columns: Column[Any], where: ColumnElement[bool]) -> Index:
    """An index over the few rows that still want something, so that a claim costs the same after a million rows."""
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


lease = Table(
    "lease",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("token", BigInteger, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)

beat = Table(
    "beat",
    metadata,
    Column("name", Text, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

moved_chat = Table(
    "moved_chat",
    metadata,
    Column("clinic", Text, primary_key=True),
    Column("old_id", BigInteger, primary_key=True),
    Column("new_id", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

patient = Table(
    "patient",
    metadata,
    Column("id", Text, primary_key=True),
    Column("clinic", Text, nullable=False),
    Column("chat_id", BigInteger),
    Column("user_id", BigInteger),
    Column("case_number", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("state", LargeBinary, nullable=False),  # sealed
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("erased_at", UtcDateTime),  # an erased patient leaves the case number behind, so that nobody else gets it
    UniqueConstraint("clinic", "chat_id"),
    UniqueConstraint("clinic", "case_number"),
)

invitation = Table(
    "invitation",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("clinic", Text, nullable=False),
    Column("patient_id", Text, ForeignKey("patient.id"), nullable=False, index=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("code_hash", Text, nullable=False),
    Column("salt", Text, nullable=False),
    Column("tries_left", SmallInteger, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("opened_by", BigInteger),
    Column("opened_at", UtcDateTime),
    Column("used_at", UtcDateTime),
    Column("locked_at", UtcDateTime),
    sqlite_autoincrement=True,  # ids stand in buttons and logs; a deleted one must not come back
)

journal = Table(
    "journal",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("patient_id", Text, ForeignKey("patient.id"), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("event", LargeBinary, nullable=False),  # sealed
    Column("effects", LargeBinary, nullable=False),  # sealed
    UniqueConstraint("patient_id", "turn"),
    sqlite_autoincrement=True,
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("clinic", Text, nullable=False),
    Column("update_id", BigInteger),
    Column("digest", Text, nullable=False),  # sha256 of the whole payload, since update ids may start again
    Column("chat_id", BigInteger),
    Column("raw", LargeBinary, nullable=False),  # sealed
    Column("received_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("reason", Text),
    UniqueConstraint("clinic", "digest"),
    _one_of("state", "new", "done", "ignored", "dead"),
    sqlite_autoincrement=True,
)
_partial("ix_inbox_new", inbox.c.clinic, inbox.c.id, where=inbox.c.state == "new")
_partial("ix_inbox_chat", inbox.c.clinic, inbox.c.chat_id, inbox.c.id, where=inbox.c.state == "new")

timer = Table(
    "timer",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("clinic", Text, nullable=False),
    Column("patient_id", Text, ForeignKey("patient.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("local", Text),  # the same moment as the patient's clock shows it
    Column("why", Text, nullable=False),  # the reason of each shift
    Column("payload", Text, nullable=False),  # an event as JSON; no words of patients
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("reason", Text),
    Column("settled_at", UtcDateTime),
    UniqueConstraint("patient_id", "key"),
    _one_of("state", "pending", "done", "skipped", "cancelled", "dead"),
    sqlite_autoincrement=True,
)
_partial("ix_timer_due", timer.c.due_at, timer.c.id, where=timer.c.state == "pending")
_partial("ix_timer_clinic", timer.c.clinic, timer.c.due_at, timer.c.id, where=timer.c.state == "pending")
_partial("ix_timer_patient", timer.c.patient_id, timer.c.due_at, timer.c.id, where=timer.c.state == "pending")

alert = Table(
    "alert",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("clinic", Text, nullable=False),
    Column("patient_id", Text, ForeignKey("patient.id"), index=True),
    Column("key", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("subject", LargeBinary, nullable=False),  # sealed
    Column("raised_at", UtcDateTime, nullable=False),
    Column("climbs_at", UtcDateTime),
    Column("rung", Integer, nullable=False),
    Column("repeats", Integer, nullable=False),
    Column("acknowledged_by", BigInteger),
    Column("acknowledged_at", UtcDateTime),
    Column("resolved_by", BigInteger),
    Column("resolved_at", UtcDateTime),
    Column("outcome", LargeBinary),  # sealed: what staff wrote
    _one_of("state", "open", "acknowledged", "resolved"),
    CheckConstraint("state <> 'open' OR climbs_at IS NOT NULL", name="open_climbs"),
    sqlite_autoincrement=True,
)
_partial("ix_alert_open", alert.c.climbs_at, alert.c.id, where=alert.c.state == "open")
Index(
    "uq_alert_open",
    alert.c.patient_id,
    alert.c.key,
    unique=True,
    sqlite_where=alert.c.state == "open",
    postgresql_where=alert.c.state == "open",
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", _BIG, primary_key=True),
    Column("clinic", Text, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("patient_id", Text, ForeignKey("patient.id"), index=True),
    Column("alert_id", _BIG, ForeignKey("alert.id"), index=True),
    Column("lane", SmallInteger, nullable=False),
    Column("method", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),  # sealed
    Column("prompt", Text),
    Column("key", Text),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("lease_token", BigInteger),
    Column("leased_until", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("message_id", BigInteger),
    Column("reason", Text),
    UniqueConstraint("clinic", "key"),
    _one_of("state", "new", "claimed", "sent", "unknown", "rejected", "unreachable", "cancelled"),
    CheckConstraint("lane BETWEEN 0 AND 6", name="lane"),
    CheckConstraint("state <> 'claimed' OR (lease_token IS NOT NULL AND leased_until IS NOT NULL)", name="claimed"),
    sqlite_autoincrement=True,
)
_waits_or_flies = outbox.c.state.in_(("new", "claimed"))
_partial("ix_outbox_new", outbox.c.clinic, outbox.c.lane, outbox.c.id, where=outbox.c.state == "new")
_partial("ix_outbox_chat", outbox.c.clinic, outbox.c.chat_id, outbox.c.lane, outbox.c.id, where=_waits_or_flies)
_partial("ix_outbox_expiring", outbox.c.clinic, outbox.c.expires_at, where=outbox.c.state == "new")
_partial("ix_outbox_claimed", outbox.c.leased_until, where=outbox.c.state == "claimed")
_partial("ix_outbox_prompt", outbox.c.clinic, outbox.c.prompt, where=outbox.c.prompt.is_not(None))
_partial(
    "ix_outbox_message", outbox.c.clinic, outbox.c.chat_id, outbox.c.message_id, where=outbox.c.message_id.is_not(None)
)
