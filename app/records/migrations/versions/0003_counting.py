"""Posts are counted and the published ones found without going through all of them."""

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Three indexes; what is stored is left as it is."""
    op.create_index("ix_question_counted", "question", ["sitting_id", "state", "reason", "promised_on"])
    is_set = sa.text('"answers_by" IS NOT NULL')
    op.create_index(
        "ix_question_answers_by", "question", ["answers_by"], sqlite_where=is_set, postgresql_where=is_set
    )
    op.create_index("ix_entry_log_move", "entry", ["log", "move"])


def downgrade() -> None:
    raise RuntimeError("records are never taken back: restore a backup instead")
