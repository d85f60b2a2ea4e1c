"""What the desk, the panel and the pages need beside the questions. Every part has a function of its own."""

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Each part in turn; none of them reads what is stored."""
    _panel()
    _asides()
    _shares()
    _attendance()
    _feedback()
    _hall()
    _reports()


def downgrade() -> None:
    raise RuntimeError("records are never taken back: restore a backup instead")


def _panel() -> None:
    """Approval by the member, one question to all, corrections that a party asks for, posts that an official enters."""
    no = sa.false()
    op.add_column("sitting", sa.Column("approval", sa.Boolean(), nullable=False, server_default=no))
    op.add_column("question", sa.Column("stated_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("question", sa.Column("shown_version", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("question", sa.Column("together", sa.Boolean(), nullable=False, server_default=no))
    op.add_column("question", sa.Column("answers_by", sa.DateTime(timezone=True), nullable=True))
    op.add_column("question", sa.Column("answer_limit", sa.Integer(), nullable=True))
    op.add_column("answer", sa.Column("missed", sa.Boolean(), nullable=False, server_default=no))
    for name in ("proposed_at", "correction_at"):
        op.add_column("answer", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    for name in ("proposed_by", "proposed_version"):
        op.add_column("answer", sa.Column(name, sa.Integer(), nullable=True))
    for name in ("correction", "correction_note"):
        op.add_column("answer", sa.Column(name, sa.LargeBinary(), nullable=True))


def _shares() -> None:
    """The lottery's seed, and the numbers that the public is told."""
    for name in ("lottery_seed", "tally"):
        op.add_column("sitting", sa.Column(name, sa.String(), nullable=True))


def _asides() -> None:
    """What staff say among themselves, which is no record, when it was swept, and the words that go with a pause or an end."""
    for name in ("last_note", "last_message"):
        op.add_column("sitting", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("sitting", sa.Column("words", sa.String(), nullable=False, server_default=""))
    op.add_column("sitting", sa.Column("swept_at", sa.DateTime(timezone=True), nullable=True))
    for name in ("note", "message"):
        on_post = [sa.Column("question", sa.Integer(), nullable=False)] if name == "note" else []
        op.create_table(
            name,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("sitting_id", sa.Integer(), nullable=False),
            sa.Column("number", sa.Integer(), nullable=False),
            *on_post,
            sa.Column("body", sa.LargeBinary(), nullable=False),
            sa.Column("account_id", sa.Integer(), nullable=True),
            sa.Column("at", sa.DateTime(timezone=True), nullable=False),
            sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
            sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=f"fk_{name}_sitting_id_sitting"),
            sa.UniqueConstraint("sitting_id", "number", name=f"uq_{name}_sitting_id_number"),
        )
    op.create_table(
        "messageto",
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("absent", sa.Boolean(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("message_id", "seat", name="pk_messageto"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name="fk_messageto_message_id_message"),
    )


def _attendance() -> None:
    """Since when no moderator is connected, and what one who leaves says to the next."""
    op.add_column("sitting", sa.Column("unattended_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_handover"),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name="fk_handover_sitting_id_sitting"),
    )
    op.create_index("ix_handover_sitting_id", "handover", ["sitting_id"])


def _feedback() -> None:
    """What readers say about how the service works for them."""
    op.create_table(
        "feedback",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.String(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_feedback"),
        sa.UniqueConstraint("ticket", name="uq_feedback_ticket"),
    )


def _hall() -> None:
    """What is shown in the hall and beside the chat: material, a short address, a live stream, the question on the screen."""
    op.add_column("sitting", sa.Column("last_material", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("sitting", sa.Column("short", sa.String(), nullable=True))
    op.create_index("ix_sitting_short", "sitting", ["short"], unique=True)
    for name in ("stream", "stream_by"):
        op.add_column("sitting", sa.Column(name, sa.String(), nullable=False, server_default=""))
    op.add_column("sitting", sa.Column("on_screen", sa.Integer(), nullable=True))
    op.add_column("question", sa.Column("about", sa.Integer(), nullable=True))
    numbers = (
        "sitting_id",
        "number",
        "width",
        "height",
        "size",
        "place",
        "title_id",
        "alternative_id",
        "content_id",
    )
    texts = ("title_id", "alternative_id", "content_id")
    op.create_table(
        "material",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in numbers),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_material"),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name="fk_material_sitting_id_sitting"),
        *(sa.ForeignKeyConstraint([name], ["text.id"], name=f"fk_material_{name}_text") for name in texts),
        sa.UniqueConstraint("sitting_id", "number", name="uq_material_sitting_id_number"),
    )


def _reports() -> None:
    """What readers report of what is published."""
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Integer(), nullable=False),
        sa.Column("ticket", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=True),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_report"),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name="fk_report_sitting_id_sitting"),
        sa.ForeignKeyConstraint(["text_id"], ["text.id"], name="fk_report_text_id_text"),
        sa.UniqueConstraint("ticket", name="uq_report_ticket"),
    )
    op.create_index("ix_report_sitting_id", "report", ["sitting_id"])
