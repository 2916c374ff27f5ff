"""The first tables."""

import sqlalchemy as sa
from alembic import op

from storage.tables import UtcDateTime

revision = "0001"
down_revision = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _lease()
    _beat()
    _patient()
    _invitation()
    _journal()
    _inbox()
    _timer()
    _alert()
    _outbox()


def _index(name: str, table: str, *columns: str, where: str | None = None, unique: bool = False) -> None:
    rows = None if where is None else sa.text(where)
    op.create_index(op.f(name), table, list(columns), unique=unique, sqlite_where=rows, postgresql_where=rows)


def _lease() -> None:
    op.create_table(
        "lease",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )


def _beat() -> None:
    op.create_table(
        "beat",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_beat")),
    )


def _patient() -> None:
    op.create_table(
        "patient",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("clinic", sa.Text(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("case_number", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("erased_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient")),
        sa.UniqueConstraint("clinic", "case_number", name=op.f("uq_patient_clinic_case_number")),
        sa.UniqueConstraint("clinic", "chat_id", name=op.f("uq_patient_clinic_chat_id")),
    )


def _invitation() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", BIG, nullable=False),
        sa.Column("clinic", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("tries_left", sa.SmallInteger(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("opened_by", sa.BigInteger(), nullable=True),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.Column("locked_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_invitation_patient_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
        sqlite_autoincrement=True,
    )
    _index("ix_invitation_patient_id", "invitation", "patient_id")


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("id", BIG, nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("event", sa.LargeBinary(), nullable=False),
        sa.Column("effects", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_journal_patient_id")),
        sa.UniqueConstraint("patient_id", "turn", name=op.f("uq_journal_patient_id_turn")),
        sqlite_autoincrement=True,
    )


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", BIG, nullable=False),
        sa.Column("clinic", sa.Text(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("clinic", "digest", name=op.f("uq_inbox_clinic_digest")),
        sa.CheckConstraint("state IN ('new', 'done', 'ignored', 'dead')", name=op.f("ck_inbox_state")),
        sqlite_autoincrement=True,
    )
    _index("ix_inbox_chat", "inbox", "clinic", "chat_id", "id", where="state = 'new'")
    _index("ix_inbox_new", "inbox", "clinic", "id", where="state = 'new'")


def _timer() -> None:
    op.create_table(
        "timer",
        sa.Column("id", BIG, nullable=False),
        sa.Column("clinic", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("local", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timer")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_timer_patient_id")),
        sa.UniqueConstraint("patient_id", "key", name=op.f("uq_timer_patient_id_key")),
        sa.CheckConstraint("state IN ('pending', 'done', 'skipped', 'cancelled', 'dead')", name=op.f("ck_timer_state")),
        sqlite_autoincrement=True,
    )
    _index("ix_timer_clinic", "timer", "clinic", "due_at", "id", where="state = 'pending'")
    _index("ix_timer_due", "timer", "due_at", "id", where="state = 'pending'")
    _index("ix_timer_patient", "timer", "patient_id", "due_at", "id", where="state = 'pending'")


def _alert() -> None:
    op.create_table(
        "alert",
        sa.Column("id", BIG, nullable=False),
        sa.Column("clinic", sa.Text(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("subject", sa.LargeBinary(), nullable=False),
        sa.Column("raised_at", UtcDateTime(), nullable=False),
        sa.Column("climbs_at", UtcDateTime(), nullable=True),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("repeats", sa.Integer(), nullable=False),
        sa.Column("acknowledged_by", sa.BigInteger(), nullable=True),
        sa.Column("acknowledged_at", UtcDateTime(), nullable=True),
        sa.Column("resolved_by", sa.BigInteger(), nullable=True),
        sa.Column("resolved_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_alert_patient_id")),
        sa.CheckConstraint("state <> 'open' OR climbs_at IS NOT NULL", name=op.f("ck_alert_open_climbs")),
        sa.CheckConstraint("state IN ('open', 'acknowledged', 'resolved')", name=op.f("ck_alert_state")),
        sqlite_autoincrement=True,
    )
    _index("ix_alert_open", "alert", "climbs_at", "id", where="state = 'open'")
    _index("ix_alert_patient_id", "alert", "patient_id")
    _index("uq_alert_open", "alert", "patient_id", "key", where="state = 'open'", unique=True)


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", BIG, nullable=False),
        sa.Column("clinic", sa.Text(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("patient_id", sa.Text(), nullable=True),
        sa.Column("alert_id", BIG, nullable=True),
        sa.Column("lane", sa.SmallInteger(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("prompt", sa.Text(), nullable=True),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("lease_token", sa.BigInteger(), nullable=True),
        sa.Column("leased_until", UtcDateTime(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_outbox_alert_id")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_outbox_patient_id")),
        sa.UniqueConstraint("clinic", "key", name=op.f("uq_outbox_clinic_key")),
        sa.CheckConstraint(
            "state <> 'claimed' OR (lease_token IS NOT NULL AND leased_until IS NOT NULL)",
            name=op.f("ck_outbox_claimed"),
        ),
        sa.CheckConstraint("lane BETWEEN 0 AND 6", name=op.f("ck_outbox_lane")),
        sa.CheckConstraint(
            "state IN ('new', 'claimed', 'sent', 'unknown', 'rejected', 'unreachable', 'cancelled')",
            name=op.f("ck_outbox_state"),
        ),
        sqlite_autoincrement=True,
    )
    _index("ix_outbox_alert_id", "outbox", "alert_id")
    _index("ix_outbox_chat", "outbox", "clinic", "chat_id", "lane", "id", where="state IN ('new', 'claimed')")
    _index("ix_outbox_claimed", "outbox", "leased_until", where="state = 'claimed'")
    _index("ix_outbox_expiring", "outbox", "clinic", "expires_at", where="state = 'new'")
    _index("ix_outbox_message", "outbox", "clinic", "chat_id", "message_id", where="message_id IS NOT NULL")
    _index("ix_outbox_new", "outbox", "clinic", "lane", "id", where="state = 'new'")
    _index("ix_outbox_patient_id", "outbox", "patient_id")
    _index("ix_outbox_prompt", "outbox", "clinic", "prompt", where="prompt IS NOT NULL")
