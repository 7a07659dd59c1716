from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BookConfig(AppConfig):
    name = "carteira.book"

    def ready(self) -> None:
        from carteira.accounts.kinds import Kind, register_kind
        from carteira.accounts.signals import owners_changed
        from carteira.book.asking import ask_to_follow_owners
        from carteira.jobs.handlers import register

        register_kind(Kind("loads", _("Loads of files"), actions=("read", "create", "delete")))
        register_kind(Kind("runs", _("Runs of the book"), actions=("read", "create")))
        owners_changed.connect(ask_to_follow_owners)
        register("load", "carteira.book.handlers.load", lane="book")
        register("run", "carteira.book.handlers.run", lane="book")
        register("nightly_run", "carteira.book.handlers.nightly_run", lane="book", when="03:00")
        register("tidy", "carteira.book.handlers.tidy", when="04:00")
        register("follow_owners", "carteira.book.handlers.follow_owners")
        register("export", "carteira.book.exports.write")
        register("assign", "carteira.book.assigning.write")
        register("put_back", "carteira.book.assigning.write_back")
