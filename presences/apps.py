from django.apps import AppConfig


class PresencesConfig(AppConfig):
    name = "presences"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are loaded by now.
        from ateliers.queries import points as attention  # noqa: PLC0415
        from inscriptions import blocs, venues  # noqa: PLC0415
        from parcours.fiche import enregistrer_etapes  # noqa: PLC0415
        from presences import points  # noqa: PLC0415
        from presences.queries import (  # noqa: PLC0415
            accompagnement,
            personnelles,
            personnes,
            sorties,
        )

        enregistrer_etapes("ateliers", personnes.ateliers)
        enregistrer_etapes("sorties", personnes.sorties)
        blocs.enregistrer("presences/_moi_heures.html", personnelles.bloc_des_heures)
        blocs.enregistrer(
            "presences/_moi_accompagnement.html", accompagnement.bloc_de_l_accompagnement
        )
        blocs.enregistrer("presences/_moi_comites.html", accompagnement.bloc_des_comites)
        venues.enregistrer(sorties.sans_les_absents)
        attention.enregistrer(points.deux_presences)
        self._ce_qui_est_garde()
        self._ce_qui_s_ecrit()
        self._ce_qui_est_du()

    def _ce_qui_est_garde(self) -> None:
        """Erasure, merge, how long each kind of row stays."""
        from centre import conservation as registre  # noqa: PLC0415
        from centre.effacement import enregistrer  # noqa: PLC0415
        from inscriptions.operations import fusion  # noqa: PLC0415
        from presences import conservation, effacement  # noqa: PLC0415
        from presences.operations.fusion import poids_de_la_presence  # noqa: PLC0415

        enregistrer(effacement.REGISTRE)
        for regle in conservation.REGLES:
            registre.enregistrer_regle(regle)
        registre.enregistrer_contacts("presences", conservation.contacts)
        fusion.enregistrer_poids(poids_de_la_presence)

    def _ce_qui_s_ecrit(self) -> None:
        """The templates of messages."""
        from centre.messagerie import enregistrer_modele  # noqa: PLC0415
        from presences import emails  # noqa: PLC0415

        enregistrer_modele(
            "presences.feuille", emails.rendre_la_relance, nommer=emails.nommer_la_relance
        )
        enregistrer_modele(
            "presences.resume", emails.rendre_le_resume, nommer=emails.nommer_le_resume
        )

    def _ce_qui_est_du(self) -> None:
        """What the worker does each minute, and what waits for somebody."""
        from centre import a_faire as colonne  # noqa: PLC0415
        from centre.messagerie import enregistrer_tache  # noqa: PLC0415
        from presences.operations import (  # noqa: PLC0415
            photos,
            relances,
            resume,
            tablette_signatures,
        )
        from presences.queries import (  # noqa: PLC0415
            a_faire,
            a_faire_nouvelles,
            tablette_a_faire,
        )

        for fournisseur in (a_faire.taches, a_faire_nouvelles.taches, tablette_a_faire.taches):
            colonne.enregistrer(fournisseur)
        enregistrer_tache("presences.feuilles", relances.relancer)
        enregistrer_tache("presences.photos", photos.oublier_les_photos)
        enregistrer_tache("presences.resume", resume.resumes_du_mois)
        enregistrer_tache("presences.signatures", tablette_signatures.purge_de_nuit)
