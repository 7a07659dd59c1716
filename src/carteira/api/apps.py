from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "carteira.api"

    def ready(self) -> None:
        from carteira.jobs.handlers import register

        register("api.tidy", "carteira.api.handlers.tidy", when="04:15")
