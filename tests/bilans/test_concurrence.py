"""Two saves at once, a report frozen while a presence changes, an import killed while it writes.

Each thread has its own connection; the killed process is a real one.
"""

import datetime as dt
import os
import signal
import threading
from decimal import Decimal

import pytest
from django.db import connection, connections

from bilans.figures import Perimetre, Periode
from bilans.imports.registre import GENRES
from bilans.models import Convention, Import, ParticipationFSE, Rapport
from bilans.operations import conventions, participations, rapports
from bilans.operations.imports import appliquer_import
from centre.erreurs import Refus
from parcours.models import Personne
from parcours.operations.financement import repartir
from presences.models import Presence
from tests import builders as b
from tests.bilans.tableaux import apercu, csv

pytestmark = pytest.mark.django_db(transaction=True)
EN_2026 = Periode(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def ensemble(*gestes):
    """Run them at the same instant; give what each one said, a Refus by its code."""
    depart, dits = threading.Barrier(len(gestes)), []

    def courir(geste):
        depart.wait(timeout=30)
        try:
            dits.append(geste())
        except Refus as refus:
            dits.append(refus.code)
        finally:
            connection.close()

    fils = [threading.Thread(target=courir, args=(geste,)) for geste in gestes]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(timeout=60)
    assert len(dits) == len(gestes)
    return dits


def test_deux_ecritures_a_la_fois_en_gardent_une_entiere():
    """One agreement, one row of answers, one sharing that makes a hundred per cent."""
    centre, cadre, personne = b.creer_centre(), b.creer_dispositif(), b.creer_personne()
    operation = b.creer_operation(b.creer_atelier())
    parcours = b.creer_parcours(personne, dispositif=cadre)
    champs = {
        "centre": centre, "dispositif": cadre, "signataire": "Moselle", "departement": "57",
        "debut": EN_2026.du, "fin": EN_2026.au, "places": 9,
    }  # fmt: skip
    partages = ({"fse": Decimal(100)}, {"etat": Decimal(60), "caf": Decimal(40)})
    ensemble(
        *(lambda: conventions.enregistrer(Convention(**champs), champs=()) for _ in "ab"),
        *(
            lambda travail=travail: participations.ecrire(
                operation, personne, reponses={"travail": travail, "diplome": travail}
            )
            for travail in ("emploi", "nsp")
        ),
        *(lambda parts=parts: repartir(parcours, parts=parts) for parts in partages),
    )
    ecrite = ParticipationFSE.objects.get()
    assert (Convention.objects.count(), ecrite.travail) == (1, ecrite.diplome)
    assert dict(parcours.parts.values_list("financeur", "part")) in partages


def test_un_rapport_fige_pendant_qu_une_presence_change_est_entier():
    """It is what was counted on one side of the change or the other, under its own hash."""
    seance = b.creer_seance(jour=dt.date(2026, 3, 2), etat="tenue")
    presence = b.creer_presence(b.creer_place(seance))
    lieu, par = Perimetre(b.creer_centre()), b.creer_utilisateur("coordination")
    ensemble(
        lambda: rapports.valider("activite", lieu, EN_2026, "interne", par=par),
        lambda: Presence.objects.filter(pk=presence.pk).update(statut="absent"),
    )
    fige = Rapport.objects.get()
    lus = {c["code"]: c["valeur"] for c in fige.contenu["chiffres"]}
    assert (rapports.est_intact(fige), lus["F07"]) == (True, lus["F09"])
    # The change is in it, or it is listed on it.
    assert bool(rapports.corrections(fige)) is bool(lus["F09"])


def test_le_meme_fichier_deux_fois_a_la_fois_n_ajoute_qu_une_fois():
    """Each import is its own row: the centre is what makes the second one wait, and see."""
    contenu = csv("prenom;nom", *(f"Prenom{n};Nom{n}" for n in range(300)))
    importes = [apercu(contenu) for _ in range(2)]
    dits = ensemble(*(lambda i=importe: appliquer_import(i) for importe in importes))
    assert (sorted(dits), Personne.objects.count()) == ([0, 300], 300)


def test_un_import_tue_au_milieu_n_ecrit_rien_puis_s_applique():
    importe = apercu(csv("prenom;nom", *(f"Prenom{n};Nom{n}" for n in range(40))))
    connections.close_all()
    enfant = os.fork()
    if not enfant:
        _mourir_en_ecrivant(importe)
    assert os.WTERMSIG(os.waitpid(enfant, 0)[1]) == signal.SIGKILL
    importe = Import.objects.get()
    assert (Personne.objects.count(), importe.etat) == (0, Import.Etat.APERCU)
    assert (appliquer_import(importe), Personne.objects.count()) == (40, 40)


def _mourir_en_ecrivant(importe):
    """In the child: the rows are in the transaction when the process dies."""
    try:
        genre = GENRES["personnes"]
        ecrire = genre.ecrire

        def ecrire_et_mourir(self, lignes):
            ecrire(self, lignes)
            assert Personne.objects.count() == 40
            os.kill(os.getpid(), signal.SIGKILL)

        genre.ecrire = ecrire_et_mourir
        appliquer_import(importe)
    finally:
        os._exit(1)
