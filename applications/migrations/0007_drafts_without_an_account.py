"""An application may be started by somebody without an account: their address, and the keys that open it."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Lower


def take_the_addresses(apps, schema_editor):
    Application = apps.get_model("applications", "Application")
    User = apps.get_model("accounts", "User")
    address = User.objects.filter(pk=models.OuterRef("started_by")).values(low=Lower("email"))
    Application.objects.filter(started_email="").update(started_email=models.Subquery(address))


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0006_exports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='application',
            name='started_email',
            field=models.EmailField(default='', help_text='Lower case. Whoever gave it may not own it.', max_length=254),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='application',
            name='started_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='applications', to=settings.AUTH_USER_MODEL),
        ),
        migrations.CreateModel(
            name='DraftKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('browser', 'The browser it was begun in'), ('starter', 'Who began it'), ('colleague', 'A colleague')], max_length=20)),
                ('email', models.EmailField(help_text='Lower case: where its links are sent.', max_length=254)),
                ('sections', models.JSONField(blank=True, default=list, help_text="Slugs of a colleague's sections; none: all.")),
                ('invited_by', models.JSONField(blank=True, default=dict, help_text='Who made it, as an Event says it.')),
                ('made', models.DateTimeField(default=django.utils.timezone.now)),
                ('opened', models.DateTimeField(blank=True, help_text='When a browser first went on with it.', null=True)),
                ('expires', models.DateTimeField()),
                ('revoked', models.DateTimeField(blank=True, null=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='applications.application')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='DraftLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(help_text='SHA-256 of the token.', max_length=64, unique=True)),
                ('made', models.DateTimeField(default=django.utils.timezone.now)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='applications.draftkey')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.AddIndex(
            model_name='draftkey',
            index=models.Index(fields=['email'], name='draft_key_email'),
        ),
        migrations.AddConstraint(
            model_name='draftkey',
            constraint=models.UniqueConstraint(fields=('application', 'kind', 'email'), name='draft_key_once_an_address'),
        ),
        migrations.RunPython(take_the_addresses, migrations.RunPython.noop),
    ]
