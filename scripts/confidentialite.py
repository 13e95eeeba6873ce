"""Prints who reads what as a guide page, from the table of the tests.

``--verifier`` fails when docs/guide/confidentialite.md is not current.
"""

import sys
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
PAGE = RACINE / "docs" / "guide" / "confidentialite.md"
sys.path.insert(0, str(RACINE))

GABARIT = """# Confidentialité : qui voit quoi

Cette page est écrite par `scripts/confidentialite.py`, à partir de la table que les essais
vérifient : une marque est cachée dans chaque donnée, chaque rôle ouvre toutes ses pages, et ce
qu’il trouve doit être exactement ceci. Un tiret veut dire jamais : ni page, ni liste, ni recherche,
ni nombre, ni fichier.

{table}

{notes}

## Dans le temps

- Un ancien référent ne lit plus rien dès sa dernière date ; un prescripteur, trente jours après
  la fin du parcours ou de la fiche, ou dès qu’il change d’organisme.
- Un prescripteur ne feuillette pas : il retrouve les personnes qu’il a orientées, et elles
  seules, par leur nom entier et leur date de naissance ; chaque recherche est notée. Pour une
  autre personne, la réponse est la même qu’elle soit connue ou non.
- **Ouverture d’urgence** : la coordination écrit pourquoi, lit deux heures les ateliers protégés
  d’une personne, jamais une note confidentielle. Sa référente ou son référent le lit, et la
  personne aussi.
- Lire des parcours demande une deuxième vérification à la connexion ; trente minutes sans page
  ferment la session.

## Ce que la personne peut faire

- Lire **qui a regardé** son dossier, sur sa page ou avec vous.
- Donner ou retirer un accord, un par usage et par organisme : elle-même, sur sa page,
  *Ce que j’accepte*, dans sa langue ; avec vous, *Ses données*, puis *Ses accords*. Le retrait
  agit tout de suite : le canal change, l’écran du prescripteur se ferme, les titres redeviennent
  discrets. Le texte qu’elle a lu est gardé, avec sa langue.
- Demander **une copie** : notez la demande (réponse en un mois), relisez-la, cachez les autres
  personnes, imprimez le papier ou le tableau, remettez-le en main propre.
- Demander **l’effacement** : lisez avec elle ce qui part, ce qui reste et pourquoi, puis
  recopiez son nom.
- Recevoir **la feuille d’information** en mots simples et dans sa langue, sur sa page ou sur
  papier. Elle ne signe rien : on note le jour et la langue.

![Ce que j’accepte, sur son téléphone](../images/ce-que-j-accepte.png)

![Avant d’effacer : ce qui part, ce qui reste et pourquoi](../images/effacement.png)

## Combien de temps

Les durées sont sur la page *Registre des données* (coordination, *Équipe et accès*) ; la machine
les applique chaque nuit. Un dossier est annoncé trente jours avant, dans « À faire » et à la
personne si l’on peut lui écrire. Un contact noté suffit pour qu’il reste.

![Le registre des traitements](../images/registre.png)
"""


def main() -> int:
    from tests.visibilite import notes, table  # noqa: PLC0415

    page = GABARIT.format(table=table(), notes=notes())
    if "--verifier" not in sys.argv:
        PAGE.write_text(page, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page:
        return 0
    print("docs/guide/confidentialite.md n’est pas à jour : scripts/confidentialite.py")
    return 1


if __name__ == "__main__":
    sys.exit(main())
