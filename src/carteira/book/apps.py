from django.apps import AppConfig


class BookConfig(AppConfig):
    name = "carteira.book"

    def ready(self) -> None:
        from carteira.jobs.handlers import register

        register("load", "carteira.book.handlers.load")
        register("run", "carteira.book.handlers.run")
