"""Before there were roles, whoever could sign in could do everything: these people become administrators."""

from typing import Any

from django.db import migrations

CODE = "administrator"


def make_administrators(apps: Any, schema_editor: Any) -> None:
    people = list(apps.get_model("accounts", "User").objects.all())
    if people:
        role, _ = apps.get_model("accounts", "Role").objects.get_or_create(code=CODE, defaults={"ready_made": True})
        role.people.add(*people)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_permissions")]
    operations = [migrations.RunPython(make_administrators, migrations.RunPython.noop)]
