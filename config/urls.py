from django.contrib import admin
from django.urls import include, path

from config import views

urlpatterns = [
    path("", views.front, name="front"),
    path("start/", views.start, name="start"),
    path("admin/", admin.site.urls),
    path("account/", include("allauth.urls")),
]
