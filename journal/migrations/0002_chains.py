"""Events form chains: what is there already is numbered and linked in the order it was written, a batch at a time."""

import django.utils.timezone
from django.db import migrations, models

from journal.chain import digest_of

BATCH = 2_000


def link_what_is_there(apps, schema_editor):
    events = apps.get_model("journal", "Event").objects
    for label in list(events.order_by().values_list("subject", flat=True).distinct()):
        link_one_kind(events.filter(subject=label).order_by("subject_key", "id"), schema_editor.connection)


def link_one_kind(events, connection):
    last, batch = None, list(events[:BATCH])
    while batch:
        for event in batch:
            same = last and last.subject_key == event.subject_key
            event.number = last.number + 1 if same else 1
            event.digest = digest_of(event, last.digest if same else "")
            last = event
        keep(batch, connection)
        later = events.filter(subject_key__gte=last.subject_key)
        batch = list(later.exclude(subject_key=last.subject_key, pk__lte=last.pk)[:BATCH])


def keep(batch, connection):
    statement = "UPDATE journal_event SET number = %s, digest = %s WHERE id = %s"
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(event.number, event.digest, event.pk) for event in batch])


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Anchor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("events", models.PositiveBigIntegerField(help_text="How many since the anchor before.")),
                (
                    "highest",
                    models.BigIntegerField(help_text="The highest key among the events up to here; 0 before the first."),
                ),
                (
                    "digest",
                    models.CharField(
                        help_text="Over the anchor before, these numbers and each event's digest.", max_length=64
                    ),
                ),
            ],
            options={"ordering": ["day"]},
        ),
        migrations.CreateModel(
            name="ChainEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(max_length=60)),
                ("subject_key", models.CharField(max_length=40)),
                ("number", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
            ],
        ),
        migrations.AddConstraint(
            model_name="chainend",
            constraint=models.UniqueConstraint(fields=("subject", "subject_key"), name="chain_ends_once"),
        ),
        migrations.AddField(
            model_name="event",
            name="digest",
            field=models.CharField(
                default="",
                editable=False,
                help_text="Over this event and the digest before it.",
                max_length=64,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="event",
            name="number",
            field=models.PositiveIntegerField(
                default=0, editable=False, help_text="Which of its subject's events it is, from 1."
            ),
            preserve_default=False,
        ),
        migrations.RunPython(link_what_is_there, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.UniqueConstraint(
                fields=("subject", "subject_key", "number"), name="event_chain_does_not_fork"
            ),
        ),
        migrations.RemoveIndex(model_name="event", name="event_subject"),
    ]
