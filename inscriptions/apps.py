from django.apps import AppConfig


class InscriptionsConfig(AppConfig):
    name = "inscriptions"
    default_auto_field = "django.db.models.BigAutoField"
