from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "carteira.web"

    def ready(self) -> None:
        from carteira.jobs.handlers import register
        from carteira.web.signing_in import trail

        register("reset_mail", "carteira.web.signing_in.mailing.send_reset")
        trail.connect()
