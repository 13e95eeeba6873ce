from django.urls import URLPattern

app_name = "presences"
urlpatterns: list[URLPattern] = []
