from django.urls import URLPattern

app_name = "bilans"
urlpatterns: list[URLPattern] = []
