from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from applications import urls as applications
from config import views

urlpatterns = [
    path("", views.front, name="front"),
    path("favicon.ico", views.favicon),
    path("start/", views.start, name="start"),
    path("admin/", admin.site.urls),
    path("account/", include("allauth.urls")),
    path("", include("schools.urls")),
    path("", include(applications.apply_patterns)),
    path("desk/", include(applications.desk_patterns)),
    path("national/", include(applications.national_patterns)),
]
if settings.DEMO:
    urlpatterns += [path("demo/", include("demo.urls"))]
