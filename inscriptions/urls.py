from django.urls import URLPattern

app_name = "inscriptions"
urlpatterns: list[URLPattern] = []
