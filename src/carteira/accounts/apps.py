from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "carteira.accounts"

    def ready(self) -> None:
        from carteira.accounts.actions.roles import keep_ready_roles
        from carteira.accounts.append_only import keep_append_only
        from carteira.accounts.audit import begin

        for kept in (keep_ready_roles, keep_append_only, begin):
            post_migrate.connect(kept, sender=self)
