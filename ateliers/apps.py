from django.apps import AppConfig


class AteliersConfig(AppConfig):
    name = "ateliers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are loaded by now.
        from ateliers.operations.agendas import reecrire_agenda  # noqa: PLC0415
        from centre import repercussions  # noqa: PLC0415

        repercussions.enregistrer(reecrire_agenda)
