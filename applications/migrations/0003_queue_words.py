"""Words of the queue's search, found through their trigrams. PostgreSQL only: SQLite reads the rows of the hub."""

from django.db import migrations

INDEX = "application_words"


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        # Without the list of pending entries: it makes one submission cheaper, and every search after it dearer.
        schema_editor.execute(
            f"CREATE INDEX IF NOT EXISTS {INDEX} ON applications_application "
            "USING gin (search_text gin_trgm_ops) WITH (fastupdate = off)"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {INDEX}")


class Migration(migrations.Migration):
    dependencies = [("applications", "0002_queue_indexes")]
    operations = [migrations.RunPython(create, drop)]
