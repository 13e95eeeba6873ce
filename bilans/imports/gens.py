"""Rows about people whom the centre already knows."""

from __future__ import annotations

from typing import Any

from bilans.imports.genres import Valeurs
from bilans.imports.noms import Nommes
from bilans.imports.personnes import trouver
from bilans.imports.repertoire import Repertoire
from parcours.models import Personne


class DesGens(Nommes):
    """Finds the person of each row; a row about a stranger is wrong."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.repertoire = Repertoire.du_centre(self.centre)
        personnes = Personne.objects.actives().filter(centre=self.centre)
        self.cles = {str(r): pk for r, pk in personnes.values_list("reference", "pk")}

    def personne(self, valeurs: Valeurs) -> tuple[int, str]:
        """Her key and her reference, by the reference of our own exports or by her name."""
        reference = str(valeurs.get("reference") or "")
        if reference not in self.cles:
            reference = trouver(self.repertoire, valeurs).reference
        return self.cles[reference], reference
