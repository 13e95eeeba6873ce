"""Takes one demonstration centre away, from the upper floors down."""

from __future__ import annotations

from ateliers.models import Atelier, Seance, Serie, VersionAgenda
from bilans.demonstration.comptes import CHENE, LIERRE, LIERRE_2013
from bilans.models import Convention
from centre.models import Centre, JournalAcces, Lieu, Message, Organisme, Professionnel, Utilisateur
from inscriptions.models import Inscription, Place
from parcours.models import Comite, Orientation, Parcours, Personne


def effacer_centre(slug: str) -> None:
    """Delete every row of a centre, then the centre; accounts go when no centre is left to them."""
    centre = Centre.objects.filter(slug=slug).first()
    if centre is None:
        return
    Convention.objects.filter(centre=centre).delete()
    Message.objects.filter(centre=centre).delete()
    Place.objects.filter(seance__centre=centre).delete()
    Inscription.objects.filter(atelier__centre=centre).delete()
    Seance.objects.filter(centre=centre, fenetre__isnull=False).delete()
    Seance.objects.filter(centre=centre).delete()
    _effacer_les_series(centre)
    ateliers = Atelier.objects.filter(centre=centre)
    VersionAgenda.objects.filter(cle__in=[f"atelier:{a.pk}" for a in ateliers]).delete()
    ateliers.delete()
    Comite.objects.filter(centre=centre).delete()
    Parcours.objects.filter(centre=centre).delete()
    Orientation.objects.filter(centre=centre).delete()
    Personne.objects.filter(centre=centre).delete()
    JournalAcces.objects.filter(centre=centre).delete()
    Professionnel.objects.filter(centre=centre).delete()
    Lieu.objects.filter(centre=centre).delete()
    Organisme.objects.filter(centre=centre).delete()
    VersionAgenda.objects.filter(cle=f"centre:{centre.pk}").delete()
    centre.delete()
    _effacer_les_comptes()


def _effacer_les_series(centre: Centre) -> None:
    series = Serie.objects.filter(atelier__centre=centre).select_related("evenement")
    evenements = [serie.evenement for serie in series if serie.evenement]
    series.delete()
    for evenement in evenements:
        evenement.delete()


def _effacer_les_comptes() -> None:
    adresses = [compte.courriel for compte in (*LIERRE, *LIERRE_2013, *CHENE)]
    Utilisateur.objects.filter(courriel__in=adresses, affectations__isnull=True).delete()
