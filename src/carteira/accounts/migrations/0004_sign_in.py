"""The table of the cache, and triggers by which the database keeps the audit trail as it was written."""

from typing import Any

from django.db import migrations, models

from carteira.accounts.append_only import keep_append_only


def keep(apps: Any, schema_editor: Any) -> None:
    keep_append_only()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_everybody_was_administrator")]
    operations = [
        migrations.CreateModel(
            name="CacheEntry",
            fields=[
                ("cache_key", models.CharField(max_length=255, primary_key=True, serialize=False)),
                ("value", models.TextField()),
                ("expires", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
