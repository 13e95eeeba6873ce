from django.apps import AppConfig


class CentreConfig(AppConfig):
    name = "centre"
    label = "centre"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from centre import checks  # noqa: F401, PLC0415  (registers the checks, once apps are loaded)
