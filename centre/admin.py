"""Technical access: reference data and accounts. Nothing here shows what people live."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import BaseUserCreationForm
from django.forms import ModelForm
from django.http import HttpRequest

from centre.models import (
    Affectation,
    Centre,
    JournalAcces,
    Lieu,
    Message,
    Organisme,
    PeriodeCalendrier,
    Professionnel,
    Utilisateur,
)
from centre.repercussions import repercuter


class EnLecture(admin.ModelAdmin):
    """Rows that are read and never written here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False


class SansSuppression(admin.ModelAdmin):
    """Reference data that other rows hold on to: changed, never deleted.

    The page that asks before deleting would also show what hangs on the row, titles included.
    """

    def has_delete_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False


class AvecRepercussions(SansSuppression):
    """What calendars show: they are written again when it changes."""

    def save_model(
        self, request: HttpRequest, obj: Centre | Lieu, form: ModelForm, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        if change and form.changed_data:
            repercuter(obj)


@admin.register(Centre)
class CentreAdmin(AvecRepercussions):
    list_display = ("nom", "ville", "slug", "est_public")
    prepopulated_fields = {"slug": ("nom",)}


@admin.register(Lieu)
class LieuAdmin(AvecRepercussions):
    list_display = ("nom", "centre", "capacite", "est_confidentiel")
    list_filter = ("centre",)
    list_select_related = ("centre",)
    prepopulated_fields = {"slug": ("nom",)}


@admin.register(Organisme)
class OrganismeAdmin(SansSuppression):
    list_display = ("nom", "type", "centre", "est_orienteur")
    list_filter = ("centre", "type")
    list_select_related = ("centre",)
    search_fields = ("nom",)


@admin.register(Professionnel)
class ProfessionnelAdmin(SansSuppression):
    list_display = ("nom", "prenom", "organisme", "fonction")
    list_filter = ("centre",)
    list_select_related = ("organisme",)
    autocomplete_fields = ("organisme", "utilisateur")
    search_fields = ("nom", "prenom")


class AffectationEnLigne(admin.TabularInline):
    model = Affectation
    extra = 0
    autocomplete_fields = ("organisme",)


class CreationForm(BaseUserCreationForm):
    class Meta:
        model = Utilisateur
        fields = ("courriel", "prenom", "nom")


@admin.register(Utilisateur)
class UtilisateurAdmin(UserAdmin):
    """Accounts and their roles; an account that has left is made inactive, not deleted."""

    add_form = CreationForm
    list_display = ("courriel", "nom", "prenom", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff", "affectations__role")
    search_fields = ("courriel", "nom", "prenom")
    ordering = ("nom", "prenom")
    filter_horizontal = ()
    inlines = (AffectationEnLigne,)
    fieldsets = (
        (None, {"fields": ("courriel", "password")}),
        ("Qui", {"fields": ("prenom", "nom")}),
        ("Accès", {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    add_fieldsets = ((None, {"fields": ("courriel", "prenom", "nom", "password1", "password2")}),)

    def has_delete_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False


@admin.register(PeriodeCalendrier)
class PeriodeAdmin(admin.ModelAdmin):
    list_display = ("nom", "genre", "debut", "fin", "centre", "reste_ouvert")
    list_filter = ("centre", "genre")
    list_select_related = ("centre",)
    date_hierarchy = "debut"


@admin.register(Message)
class MessageAdmin(EnLecture):
    """States and errors, to see that mail leaves; neither address nor text."""

    list_display = ("id", "centre", "canal", "modele", "etat", "raison", "tentatives", "cree_le")
    list_filter = ("centre", "etat", "canal")
    list_select_related = ("centre",)
    list_display_links = None
    fields = ("centre", "canal", "modele", "etat", "raison", "tentatives", "cree_le", "envoye_le")


@admin.register(JournalAcces)
class JournalAdmin(EnLecture):
    """Who looked when; whom is not shown here."""

    list_display = ("le", "centre", "qui", "acte", "page", "nombre")
    list_filter = ("centre", "acte")
    list_select_related = ("centre",)
    list_display_links = None
    fields = ("le", "centre", "qui", "acte", "page", "nombre")
    date_hierarchy = "le"
