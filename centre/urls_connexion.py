"""Addresses of the login pages. The names are allauth's, which reverses them itself.

Written one by one instead of ``include("allauth.urls")``: French addresses, the login at
``/connexion/``, and neither sign-up nor change of e-mail address (the administration does both).
"""

from allauth.account import views as compte
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as secours
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path
from django.views.generic import RedirectView

vers_connexion = login_not_required(RedirectView.as_view(pattern_name="account_login"))

urlpatterns = [
    path("connexion/", compte.login, name="account_login"),
    path("connexion/compte-ferme/", compte.account_inactive, name="account_inactive"),
    path("connexion/code/", mfa.authenticate, name="mfa_authenticate"),
    path("connexion/cle-d-acces/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    # allauth's login page reverses this name even when sign-up is closed.
    path("connexion/nouveau-compte/", vers_connexion, name="account_signup"),
    path("deconnexion/", compte.logout, name="account_logout"),
    path("mot-de-passe/oublie/", compte.password_reset, name="account_reset_password"),
    path(
        "mot-de-passe/envoye/",
        compte.password_reset_done,
        name="account_reset_password_done",
    ),
    # Neither converter of Django stops at the first hyphen.
    re_path(
        r"^mot-de-passe/cle/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        compte.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/change/",
        compte.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("compte/mot-de-passe/", compte.password_change, name="account_change_password"),
    path("compte/mot-de-passe/choisir/", compte.password_set, name="account_set_password"),
    path("compte/confirmer/", compte.reauthenticate, name="account_reauthenticate"),
    path("compte/confirmer/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        "compte/confirmer/cle-d-acces/",
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("compte/double-verification/", mfa.index, name="mfa_index"),
    path("compte/application/activer/", totp.activate_totp, name="mfa_activate_totp"),
    path("compte/application/retirer/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "compte/codes-de-secours/",
        secours.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "compte/codes-de-secours/nouveaux/",
        secours.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "compte/codes-de-secours/fichier/",
        secours.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("compte/cles-d-acces/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("compte/cles-d-acces/ajouter/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path(
        "compte/cles-d-acces/<int:pk>/retirer/",
        webauthn.remove_webauthn,
        name="mfa_remove_webauthn",
    ),
    path(
        "compte/cles-d-acces/<int:pk>/renommer/",
        webauthn.edit_webauthn,
        name="mfa_edit_webauthn",
    ),
]
