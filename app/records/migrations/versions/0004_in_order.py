"""A post's texts and history, and those that name another one, are found in the order in which they are asked for."""

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Five indexes go further than they did, and one is new; what is stored is left as it is."""
    _instead("ix_text_sitting_id", "ix_text_sitting_id_subject", "text", "sitting_id", "subject")
    _instead("ix_entry_log_subject", "ix_entry_log_subject_seq", "entry", "log", "subject", "seq")
    _instead("ix_entry_log_move", "ix_entry_log_move_seq", "entry", "log", "move", "seq")
    for name in ("into", "follow_up_to"):
        op.drop_index(f"ix_question_sitting_id_{name}", "question")
        _where_set(f"ix_question_{name}", name, "sitting_id", name, "number")
    _where_set("ix_question_provision", "provision", "sitting_id", "number")


def downgrade() -> None:
    raise RuntimeError("records are never taken back: restore a backup instead")


def _instead(before: str, name: str, table: str, *columns: str) -> None:
    op.drop_index(before, table)
    op.create_index(name, table, list(columns))


def _where_set(name: str, of: str, *columns: str) -> None:
    rows = sa.text(f'"{of}" IS NOT NULL')
    op.create_index(name, "question", list(columns), sqlite_where=rows, postgresql_where=rows)
