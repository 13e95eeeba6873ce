from django.apps import AppConfig


class BilansConfig(AppConfig):
    name = "bilans"
    default_auto_field = "django.db.models.BigAutoField"
