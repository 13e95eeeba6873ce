"""Writing the common diagnosis, and agreeing to it on both sides (AGL-04)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from centre.erreurs import Refus
from centre.temps import maintenant
from parcours.models import DiagnosticCommun, Parcours, ValidationDiagnostic
from parcours.models.dispositifs import EtapeRequise
from parcours.operations.binome import binome_de
from parcours.operations.partage import ouvert_et_verrouille

if TYPE_CHECKING:
    from centre.models import Utilisateur

CHAMPS = ("paroles", "atouts", "volet_social", "volet_emploi")


@transaction.atomic
def ecrire_diagnostic(
    parcours: Parcours, *, champs: Mapping[str, str], par: Utilisateur, version: int = 0
) -> DiagnosticCommun:
    """Write it; any change raises the version, so that both must agree again.

    ``version`` is the one that was on the page (0: none yet); an older page is refused.
    """
    parcours = ouvert_et_verrouille(parcours)
    if not parcours.dispositif.demande(EtapeRequise.DIAGNOSTIC):
        raise Refus("Ce dispositif n’a pas de diagnostic commun.", code="dispositif")
    binome_de(parcours)
    diagnostic = DiagnosticCommun.objects.filter(parcours=parcours).first()
    if diagnostic is None:
        diagnostic = DiagnosticCommun(parcours=parcours, version=0)
    if diagnostic.version != version:
        raise Refus(
            "Quelqu’un a changé le diagnostic pendant que vous écriviez. "
            "Votre saisie est gardée\u00a0: relisez-la, puis enregistrez de nouveau.",
            code="version",
        )
    if diagnostic.version and all(getattr(diagnostic, c) == champs[c] for c in CHAMPS):
        return diagnostic
    for nom in CHAMPS:
        setattr(diagnostic, nom, champs[nom])
    diagnostic.version += 1
    diagnostic.modifie_le, diagnostic.modifie_par = maintenant(), par
    diagnostic.save()
    return diagnostic


@transaction.atomic
def valider_diagnostic(
    parcours: Parcours, *, role: str, version: int, par: Utilisateur
) -> ValidationDiagnostic:
    """One half agrees to the version that she read.

    With an account she does it herself; for a colleague without one, the team or the other half
    writes what he said, under their own name.
    """
    parcours = ouvert_et_verrouille(parcours)
    moities = binome_de(parcours)
    diagnostic = DiagnosticCommun.objects.filter(parcours=parcours).first()
    if diagnostic is None or role not in moities:
        raise Refus("Écrivez d’abord le diagnostic commun.", code="absent")
    if diagnostic.version != version:
        raise Refus("Le diagnostic a changé. Relisez-le avant de le valider.", code="version")
    if not (diagnostic.volet_social and diagnostic.volet_emploi):
        raise Refus("Les deux volets sont à écrire avant de valider.", code="incomplet")
    professionnel = moities[role].professionnel
    compte = professionnel.utilisateur_id
    if compte is not None and compte != par.pk:
        raise Refus(f"C’est à {professionnel} de valider son volet.", code="autre")
    validation, _ = ValidationDiagnostic.objects.get_or_create(
        diagnostic=diagnostic,
        role=role,
        version=version,
        defaults={
            "professionnel": professionnel,
            "recueillie_par": "" if compte else str(par)[:120],
        },
    )
    return validation
