from django.apps import AppConfig


class DifferentiateConfig(AppConfig):
    name = "carteira.differentiate"
