"""Which constraint said no: PostgreSQL names it, SQLite names CHECKs and lists unique columns."""

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

APPS = ("centre", "ateliers", "parcours", "inscriptions", "presences", "bilans")


def contraintes():
    """Every constraint declared by a model of the project, by its name."""
    modeles = [m for app in APPS for m in apps.get_app_config(app).get_models()]
    return {c.name: (m, c) for m in modeles for c in m._meta.constraints}


def texte_sqlite(nom):
    """What SQLite says when this unique constraint is broken."""
    modele, contrainte = contraintes()[nom]
    champs = [modele._meta.get_field(champ) for champ in getattr(contrainte, "fields", ())]
    colonnes = ", ".join(f"{modele._meta.db_table}.{champ.column}" for champ in champs)
    return f"UNIQUE constraint failed: {colonnes}"


def refuse(nom, ecriture, /, *args, **champs):
    """The named constraint, and no other one, refuses this write."""
    with pytest.raises(IntegrityError) as erreur, transaction.atomic():
        ecriture(*args, **champs)
    texte = str(erreur.value)
    assert nom in texte or texte == texte_sqlite(nom)
