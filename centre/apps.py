from django.apps import AppConfig


class CentreConfig(AppConfig):
    name = "centre"
    label = "centre"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Once the apps are loaded: both read models.
        from centre import checks, connexion  # noqa: F401, PLC0415
