from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0004_written_once")]

    operations = [
        migrations.AddField(
            model_name="email",
            name="attaches",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="The document made for it when it is sent: its maker's name, and what the maker is given.",
            ),
        ),
        migrations.AddField(
            model_name="email",
            name="unsubscribe",
            field=models.CharField(
                blank=True,
                help_text="Where its reader stops such messages with one click; empty for what is necessary.",
                max_length=300,
            ),
        ),
    ]
