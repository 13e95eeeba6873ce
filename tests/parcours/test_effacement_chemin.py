"""The words of the way go with the name; kinds and dates stay for the figures."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from centre import effacement
from centre.effacement import Sort
from parcours.models import (
    ActionParcours,
    AideUrgente,
    Avancee,
    Frein,
    Jalon,
    Objectif,
    Observation,
    OrientationPartenaire,
    Projet,
    Repere,
)
from tests import builders as b

pytestmark = pytest.mark.django_db


def test_le_chemin_se_copie_entier_puis_perd_ses_mots():
    """ASI-17, ASI-21, ASI-22, LIE-15: her copy holds all her words; erasing leaves only kinds."""
    parcours = b.creer_parcours()
    reference = parcours.personne.reference
    b.creer_note(ActionParcours, parcours, type="maintien", note="canari-action")
    b.creer_note(AideUrgente, parcours, nature="nuit")
    b.creer_note(Avancee, parcours, type="autre", mots="canari-avancee")
    b.creer_note(Observation, parcours, theme="social-initiatives", texte="canari-observation")
    b.creer_jalon(b.creer_objectif(parcours, texte="canari-objectif"), quoi="canari-jalon")
    b.creer_orientation_partenaire(parcours, organisme=b.creer_organisme(nom="canari-partenaire"))
    b.creer_frein(parcours, theme="sante", detail="sante--alcool", point_actuel="canari-frein")
    Projet.objects.create(personne=parcours.personne, texte="canari-projet", dit_le=b.JOUR)
    Repere.objects.create(parcours=parcours, moment="entree", theme="projet", place=2, le=b.JOUR)
    copie = json.dumps(effacement.copier(reference), cls=DjangoJSONEncoder, default=str)
    mots = ("action", "avancee", "observation", "objectif", "jalon", "partenaire", "frein")
    assert [mot for mot in (*mots, "projet") if f"canari-{mot}" not in copie] == []
    lignes = {(x.quoi, x.nombre): x.sort for x in effacement.apercu(reference)}
    assert lignes[("aides urgentes", 1)] == Sort.ANONYMISE
    assert lignes[("repères qu’elle a posés", 1)] == Sort.EFFACE
    effacement.effacer(reference)
    restes = [ActionParcours, AideUrgente, Avancee, Frein]
    partis = [Projet, Observation, Objectif, Jalon, OrientationPartenaire, Repere]
    assert [m.objects.count() for m in restes] == [1, 1, 1, 1]
    assert [m.objects.count() for m in partis] == [0] * 6
    assert (ActionParcours.objects.get().note, Avancee.objects.get().mots) == ("", "")
    frein = Frein.objects.get()
    assert (frein.theme, frein.detail, frein.point_actuel) == ("sante", "", "")
