from django.apps import AppConfig


class InscriptionsConfig(AppConfig):
    name = "inscriptions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models are loaded by now.
        from ateliers.queries import annonces, creneaux  # noqa: PLC0415
        from ateliers.queries import points as attention  # noqa: PLC0415
        from centre import a_faire  # noqa: PLC0415
        from centre.repercussions import enregistrer_suite  # noqa: PLC0415
        from inscriptions import (  # noqa: PLC0415
            points,
            semaine,
            suites,
            taches,
            taches_demandes,
            taches_sorties,
        )

        for fournisseur in (taches.taches, taches_sorties.taches, taches_demandes.taches):
            a_faire.enregistrer(fournisseur)
        annonces.enregistrer(semaine.croisements)
        attention.enregistrer(points.personnes_a_deux_endroits)
        enregistrer_suite(suites.suite_de_la_periode)
        creneaux.enregistrer(semaine.noms_des_creneaux)
        self._ce_qui_est_garde()
        self._ce_qui_s_ecrit()
        self._ce_qui_est_du()

    def _ce_qui_est_garde(self) -> None:
        """Erasure, merge, how long each kind of row stays."""
        from centre import conservation as registre  # noqa: PLC0415
        from centre import fusion  # noqa: PLC0415
        from centre.effacement import enregistrer  # noqa: PLC0415
        from inscriptions import conservation, effacement  # noqa: PLC0415
        from inscriptions.operations import contact, entretiens  # noqa: PLC0415
        from inscriptions.operations import fusion as reunion  # noqa: PLC0415
        from parcours.operations.personnes import enregistrer_suite_du_contact  # noqa: PLC0415
        from parcours.operations.salle import enregistrer_suite_de_la_salle  # noqa: PLC0415

        enregistrer(effacement.REGISTRE)
        fusion.enregistrer(reunion.PART)
        for regle in conservation.REGLES:
            registre.enregistrer_regle(regle)
        registre.enregistrer_contacts("inscriptions", conservation.contacts)
        enregistrer_suite_du_contact(contact.suivre_le_contact)
        enregistrer_suite_de_la_salle(entretiens.suivre_l_entretien)

    def _ce_qui_s_ecrit(self) -> None:
        """The templates of messages."""
        from centre.messagerie import enregistrer_modele  # noqa: PLC0415
        from inscriptions import emails, suites  # noqa: PLC0415
        from inscriptions.emails import codes, preavis  # noqa: PLC0415
        from inscriptions.operations.demandes_publiques import MODELE  # noqa: PLC0415

        enregistrer_modele(
            "inscriptions.message",
            emails.rendre,
            nommer=emails.nommer,
            suites=suites.suites_des_invitations,
        )
        enregistrer_modele(
            "inscriptions.preavis", preavis.rendre_le_preavis, nommer=preavis.nommer_le_preavis
        )
        enregistrer_modele(MODELE, codes.rendre, nommer=codes.nommer)

    def _ce_qui_est_du(self) -> None:
        """What the worker does each minute."""
        from centre.messagerie.taches import enregistrer_tache  # noqa: PLC0415
        from inscriptions.operations import (  # noqa: PLC0415
            contact,
            demandes_reponses,
            echeances,
            papiers,
            rappels,
            reception,
        )

        enregistrer_tache("inscriptions.demandes_publiques", demandes_reponses.oublier_les_demandes)
        enregistrer_tache("inscriptions.silence", contact.faire_taire)
        enregistrer_tache("inscriptions.fenetre", echeances.fenetre_des_dates)
        enregistrer_tache("inscriptions.adresses", echeances.suivre_les_adresses)
        enregistrer_tache("inscriptions.refus", echeances.marquer_les_refus)
        enregistrer_tache("inscriptions.offres", echeances.offres_sans_reponse)
        enregistrer_tache("inscriptions.reponses", reception.relever_la_boite)
        enregistrer_tache("inscriptions.attentes", echeances.suivre_les_attentes)
        enregistrer_tache("inscriptions.papiers", papiers.detruire)
        enregistrer_tache("inscriptions.rappels", rappels.rappeler_les_seances)
