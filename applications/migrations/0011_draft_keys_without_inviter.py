"""Who invited a colleague is said by the trail, not by the key."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0010_desk_work'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='draftkey',
            name='invited_by',
        ),
    ]
