"""Technical access: frames only. People, parcours and interviews are never shown here."""

from django.contrib import admin

from parcours.models import Dispositif


@admin.register(Dispositif)
class DispositifAdmin(admin.ModelAdmin):
    list_display = ("nom", "code", "centre", "duree_mois", "renouvellements_max", "valide_au")
    list_filter = ("centre",)
    search_fields = ("nom", "code")
