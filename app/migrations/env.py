"""Runs the migrations on the connection that `flask db upgrade` hands over."""

from alembic import context

from app import tables
from app.db import Base

assert tables.__all__  # the tables are known once they are imported  # noqa: S101

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
