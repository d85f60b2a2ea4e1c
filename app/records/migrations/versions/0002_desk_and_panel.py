"""What the desk, the panel and the pages need beside the questions. Every part has a function of its own."""

from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Each part in turn; none of them reads what is stored."""
    op.get_bind()


def downgrade() -> None:
    raise RuntimeError("records are never taken back: restore a backup instead")
