"""What makes the queue quick on PostgreSQL beyond its indexes. SQLite reads the rows of the hub.

Words are found through their trigrams. And answers, checks and the frozen form lie beside the table's rows, not
in them: a list reads rows of some 300 bytes instead of 2,000, while the words it searches stay with it.
"""

from django.db import migrations

CREATE = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    # Without the list of pending entries: it makes one submission cheaper, and every search after it dearer.
    "CREATE INDEX IF NOT EXISTS application_words ON applications_application "
    "USING gin (search_text gin_trgm_ops) WITH (fastupdate = off)",
    "ALTER TABLE applications_application SET (toast_tuple_target = 512)",
    "ALTER TABLE applications_application ALTER search_text SET STORAGE MAIN",
)
DROP = (
    "DROP INDEX IF EXISTS application_words",
    "ALTER TABLE applications_application RESET (toast_tuple_target)",
    "ALTER TABLE applications_application ALTER search_text SET STORAGE EXTENDED",
)


def on_postgresql(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("applications", "0002_queue_indexes")]
    operations = [migrations.RunPython(on_postgresql(CREATE), on_postgresql(DROP))]
