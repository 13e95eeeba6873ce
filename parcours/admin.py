"""Technical access: frames only. People, parcours and interviews are never shown here."""

from django.contrib import admin

from parcours.models import Dispositif, Operation


@admin.register(Dispositif)
class DispositifAdmin(admin.ModelAdmin):
    list_display = ("nom", "code", "centre", "duree_mois", "renouvellements_max", "valide_au")
    list_filter = ("centre",)
    search_fields = ("nom", "code")


@admin.register(Operation)
class OperationAdmin(admin.ModelAdmin):
    list_display = ("numero", "intitule", "centre", "debut", "fin", "est_europeenne")
    list_filter = ("centre",)
    list_select_related = ("centre",)
    search_fields = ("numero", "intitule")
    filter_horizontal = ("ateliers",)
