from django.apps import AppConfig
from django.conf import settings


class CentreConfig(AppConfig):
    name = "centre"
    label = "centre"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Once the apps are loaded: both read models.
        from centre import checks, connexion  # noqa: F401, PLC0415
        from centre.telephones import accepter_la_fiction  # noqa: PLC0415

        if settings.DEMONSTRATION:
            accepter_la_fiction()
