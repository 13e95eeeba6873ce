from django.apps import AppConfig


class ParcoursConfig(AppConfig):
    name = "parcours"
    default_auto_field = "django.db.models.BigAutoField"
