from django.apps import AppConfig


class ParcoursConfig(AppConfig):
    name = "parcours"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are loaded by now.
        from centre import a_faire, fusion  # noqa: PLC0415
        from centre.effacement import enregistrer  # noqa: PLC0415
        from parcours import effacement, effacement_chemin, etapes, queries  # noqa: PLC0415
        from parcours import cartes_espace, effacement_espace  # noqa: PLC0415
        from parcours.operations import fusion as reunion  # noqa: PLC0415
        from parcours.operations import fusion_comites  # noqa: PLC0415

        enregistrer(effacement.REGISTRE)
        enregistrer(effacement_espace.REGISTRE)
        enregistrer(effacement_chemin.REGISTRE)
        fusion.enregistrer(reunion.PART)
        fusion.enregistrer(fusion_comites.PART)
        a_faire.enregistrer(queries.taches)
        etapes.enregistrer()
        cartes_espace.enregistrer()
