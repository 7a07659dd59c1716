from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdentifyConfig(AppConfig):
    name = "carteira.identify"

    def ready(self) -> None:
        from carteira.accounts.kinds import Kind, register_kind
        from carteira.identify.personal import FIELDS

        register_kind(Kind("customers", _("Customers"), fields=FIELDS, owned=True))
