from django.apps import AppConfig


class CentreConfig(AppConfig):
    name = "centre"
    label = "centre"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Once apps are loaded.
        from centre import a_faire, checks, queries  # noqa: F401, PLC0415

        a_faire.enregistrer(queries.taches_du_centre)
