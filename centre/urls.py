"""The map of the site. Each app declares its own full French paths and is mounted by string."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

admin.site.site_header = admin.site.site_title = "Centre\u00a0: accès technique"
# The same limits and second factor as the ordinary login.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# The calendars of django-scheduler change through operations only.
for modele in [m for m in admin.site._registry if m._meta.app_label == "schedule"]:
    admin.site.unregister(modele)

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("centre.urls_connexion")),
    path("", include("centre.urls_publiques")),
    path("", include("ateliers.urls")),
    path("", include("parcours.urls")),
    path("", include("inscriptions.urls")),
    path("", include("presences.urls")),
    path("", include("bilans.urls")),
]

handler400 = "centre.views.erreurs.demande_incorrecte"
handler403 = "centre.views.erreurs.acces_refuse"
handler404 = "centre.views.erreurs.introuvable"
handler429 = "centre.views.erreurs.trop_de_demandes"
handler500 = "centre.views.erreurs.erreur_interne"
