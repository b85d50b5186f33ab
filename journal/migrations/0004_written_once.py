"""Events and anchors stay as they were written, by the database's own refusal."""

from django.db import migrations

from journal import guards


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_what_became_of_emails")]

    operations = [
        guards.permit_table(),
        guards.written_once("journal_event"),
        guards.written_once("journal_anchor"),
    ]
