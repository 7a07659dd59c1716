"""The database itself refuses to change or remove entries of the audit trail, whatever program asks."""

from typing import Any

from django.db import connection

TABLE = "accounts_auditentry"
NAME = "accounts_auditentry_append_only"
REFUSAL = "the audit trail is only ever added to"

SQLITE = tuple(
    f"CREATE TRIGGER IF NOT EXISTS {NAME}_{verb} BEFORE {verb} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for verb in ("update", "delete")
)
POSTGRESQL = (
    f"CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
    f"CREATE OR REPLACE TRIGGER {NAME} BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {NAME}()",
)


def keep_append_only(**_: Any) -> None:
    """Makes the triggers where they are missing: after every migration, since one may make the table anew."""
    with connection.cursor() as cursor:
        for statement in POSTGRESQL if connection.vendor == "postgresql" else SQLITE:
            cursor.execute(statement)
