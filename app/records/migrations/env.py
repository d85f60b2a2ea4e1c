"""What Alembic runs: the migrations, on the connection that ``app.records.migrate`` has opened. Knows no address."""

from alembic import context

from app.records.plain import QUESTION

connection = context.config.attributes["connection"]

context.configure(
    connection=connection,
    target_metadata=QUESTION.metadata,
    compare_type=True,
    # SQLite changes a table by copying it: Alembic does it where a migration asks for it.
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
)
context.run_migrations()
