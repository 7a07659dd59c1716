from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "carteira.accounts"
