"""All the rows, one module per application, and the pages that are open to all."""

from tests.matrice.ateliers import ATELIERS
from tests.matrice.bilans import BILANS
from tests.matrice.centre import ANNUAIRE, CENTRE
from tests.matrice.chemin import CHEMIN
from tests.matrice.droits import DROITS
from tests.matrice.echeances import ECHEANCES
from tests.matrice.inscriptions import INSCRIPTIONS
from tests.matrice.parcours import PARCOURS
from tests.matrice.presences import PRESENCES

# The administration's tables and the login pages are others' code, tested apart.
HORS_MATRICE_ESPACES = frozenset({"admin"})
HORS_MATRICE = frozenset(
    {
        "account_change_password",
        "account_inactive",
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_set_password",
        "account_signup",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_authenticate",
        "mfa_deactivate_totp",
        "mfa_download_recovery_codes",
        "mfa_edit_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_index",
        "mfa_list_webauthn",
        "mfa_login_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_remove_webauthn",
        "mfa_view_recovery_codes",
    }
)

# Every view that carries login_not_required, and no other.
# The participant's pages: her session or her link is the key.
MOI = frozenset(
    {
        "inscriptions:moi",
        "inscriptions:moi-repondre",
        "inscriptions:moi-famille",
        "inscriptions:moi-lettres",
        "inscriptions:moi-agenda",
        "inscriptions:moi-agenda-retirer",
        "inscriptions:moi-date",
        "inscriptions:moi-creneau",
        "inscriptions:moi-creneaux",
        "inscriptions:moi-accords",
        "inscriptions:moi-information",
        "inscriptions:moi-mois",
        "inscriptions:moi-jeton",
        "inscriptions:moi-sorties",
        "inscriptions:moi-son",
        "inscriptions:moi-souhait",
        "inscriptions:agenda-personne",
        "presences:moi-heures",
        "presences:moi-corriger",
        "presences:moi-attestation",
        "presences:moi-accompagnement",
    }
)
PUBLIQUES = (
    frozenset(
        {
            "centre:sante",
            "parcours:renouvellement-lien",
            "presences:borne",
            "parcours:orienter",
            "parcours:orienter-jeton",
            "presences:tablette-ouvrier",
            "ateliers:accueil",
            "ateliers:centre-planning",
            "ateliers:centre-atelier",
            "ateliers:agenda-centre",
            "ateliers:agenda-equipe",
            "inscriptions:agenda-creneaux",
            "ateliers:s-abonner",
            "ateliers:agenda-lieu",
            "ateliers:agenda-atelier",
            "inscriptions:demande-publique-creer",
            "inscriptions:depliant",
            "inscriptions:demande-publique-code",
            "ateliers:api-accueil",
            "ateliers:api-openapi",
            "ateliers:api-centres",
            "ateliers:api-ateliers",
            "ateliers:api-seances",
        }
    )
    | MOI
)
PUBLIQUES_CONNEXION = frozenset(
    {
        "account_inactive",
        "account_login",
        "account_logout",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_signup",
        "mfa_authenticate",
        "mfa_login_webauthn",
    }
)

LIGNES = [
    *CENTRE,
    *ANNUAIRE,
    *ATELIERS,
    *PARCOURS,
    *ECHEANCES,
    *CHEMIN,
    *DROITS,
    *INSCRIPTIONS,
    *PRESENCES,
    *BILANS,
]
