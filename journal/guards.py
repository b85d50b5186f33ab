"""Rows that are written once: the database itself refuses to change or delete them, whoever asks.

A guard is a trigger, set by a migration (`written_once`). Django makes a table of SQLite anew when it alters one, and
the trigger goes with the old one: such a migration sets it again, and `tests/workgroups/test_pledge_proofs.py` says so.
Whoever owns the database can take a guard away; that the rows were changed then is what `verify_journal` finds.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, migrations, transaction

PERMIT = "journal_guards_lifted"
SAYS = "This is written once. It is neither changed nor deleted."

FUNCTION = f"""
CREATE OR REPLACE FUNCTION journal_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM {PERMIT}) THEN
    RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$
"""
POSTGRESQL = (
    "CREATE TRIGGER {table}_once BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION journal_written_once()",
    "CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION journal_written_once()",
)
SQLITE = tuple(
    f"CREATE TRIGGER {{table}}_no_{verb.lower()} BEFORE {verb} ON {{table}} "
    f"WHEN NOT EXISTS (SELECT 1 FROM {PERMIT}) BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
    for verb in ("UPDATE", "DELETE")
)


def permit_table() -> migrations.RunPython:
    """The table that `lifted` writes to. It is no model, so that emptying all models' tables leaves it alone."""
    return migrations.RunPython(_make_permit, migrations.RunPython.noop)


def _make_permit(apps, schema_editor) -> None:
    schema_editor.execute(f"CREATE TABLE {PERMIT} (one integer NOT NULL PRIMARY KEY)")
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)


def written_once(table: str) -> migrations.RunPython:
    """A migration's operation: from now on the rows of this table stay as they were written."""

    def guard(apps, schema_editor):
        statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
        for statement in statements:
            schema_editor.execute(statement.format(table=table))

    return migrations.RunPython(guard, migrations.RunPython.noop)


@contextmanager
def lifted() -> Iterator[None]:
    """Let the rows be changed within this block, by this transaction alone: what a person asks to have erased (U6).

    Nobody else ever sees the permit, for it is gone before the transaction ends. Write an Event of what was changed.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {PERMIT} (one) VALUES (1)")
        yield
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {PERMIT}")
