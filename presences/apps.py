from django.apps import AppConfig


class PresencesConfig(AppConfig):
    name = "presences"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are loaded by now.
        from centre import a_faire as colonne  # noqa: PLC0415
        from centre.effacement import enregistrer  # noqa: PLC0415
        from presences import effacement  # noqa: PLC0415
        from presences.queries import a_faire  # noqa: PLC0415

        enregistrer(effacement.REGISTRE)
        colonne.enregistrer(a_faire.taches)
