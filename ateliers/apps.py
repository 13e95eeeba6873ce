from django.apps import AppConfig


class AteliersConfig(AppConfig):
    name = "ateliers"
    default_auto_field = "django.db.models.BigAutoField"
