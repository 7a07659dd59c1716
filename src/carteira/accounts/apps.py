from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "carteira.accounts"

    def ready(self) -> None:
        from carteira.accounts.actions.roles import keep_ready_roles

        post_migrate.connect(keep_ready_roles, sender=self)
