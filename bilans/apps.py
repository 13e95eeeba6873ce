from django.apps import AppConfig


class BilansConfig(AppConfig):
    name = "bilans"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from bilans import conservation, effacement  # noqa: PLC0415 (models are ready only now)
        from bilans.operations import exports, participations  # noqa: PLC0415
        from centre import fusion  # noqa: PLC0415
        from centre.conservation import enregistrer_regle  # noqa: PLC0415
        from centre.messagerie.taches import enregistrer_tache  # noqa: PLC0415

        effacement.enregistrer()
        fusion.enregistrer(participations.PART)
        enregistrer_regle(conservation.IMPORTS)
        enregistrer_tache("bilans.exports", exports.vider_les_exports)
