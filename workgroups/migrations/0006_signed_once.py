"""What was signed, and that it was, stays as it was written, by the database's own refusal."""

from django.db import migrations

from journal import guards


class Migration(migrations.Migration):
    dependencies = [("workgroups", "0005_who_signs_is_named"), ("journal", "0004_written_once")]

    operations = [
        guards.written_once("workgroups_pledgetext"),
        guards.written_once("workgroups_signature"),
    ]
