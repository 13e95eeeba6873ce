from django.apps import AppConfig


class ParcoursConfig(AppConfig):
    name = "parcours"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are loaded by now.
        from ateliers.queries import evenements  # noqa: PLC0415
        from centre import a_faire, fusion  # noqa: PLC0415
        from centre.effacement import enregistrer, enregistrer_fichier  # noqa: PLC0415
        from parcours import (  # noqa: PLC0415  # noqa: PLC0415
            cartes,
            cartes_espace,
            droits,
            echeances,
            effacement,
            effacement_chemin,
            effacement_espace,
            etapes,
            etapes_chemin,
            queries,
        )
        from parcours.operations import fusion as reunion  # noqa: PLC0415
        from parcours.operations import fusion_comites  # noqa: PLC0415
        from parcours.queries import cadence, comites  # noqa: PLC0415

        enregistrer(effacement.REGISTRE)
        enregistrer_fichier(effacement.FICHIER)
        enregistrer(effacement_espace.REGISTRE)
        enregistrer(effacement_chemin.REGISTRE)
        fusion.enregistrer(reunion.PART)
        fusion.enregistrer(fusion_comites.PART)
        evenements.enregistrer(comites.comites_des_jours)
        a_faire.enregistrer(queries.taches)
        a_faire.enregistrer(cadence.taches)
        droits.enregistrer()
        etapes.enregistrer()
        etapes_chemin.enregistrer()
        cartes.enregistrer()
        cartes_espace.enregistrer()
        echeances.enregistrer()
