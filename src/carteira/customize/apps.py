from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomizeConfig(AppConfig):
    name = "carteira.customize"

    def ready(self) -> None:
        from carteira.accounts.kinds import Kind, register_kind

        register_kind(Kind("decisions", _("Decisions in real time"), actions=("create",)))
