from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from applications import urls as applications
from config import invited, pages, views
from journal.provider_news import provider_news
from workgroups import urls as workgroups

# What stands under a hub's own address for everybody. The notice comes first: a project may have any code.
privacy_of_hub = path("hubs/<slug:slug>/privacy/", pages.privacy_of_hub, name="privacy")
public_patterns = ([privacy_of_hub, *workgroups.public_pages], "public")

urlpatterns = [
    path("", views.front, name="front"),
    path("favicon.ico", views.favicon),
    path("start/", views.start, name="start"),
    path("help/", pages.help_index, name="help"),
    path("help/<slug:kind>/", pages.help_for, name="help_for"),
    path("contact/", pages.contact, name="contact"),
    path("privacy/", pages.privacy, name="privacy"),
    path("cookies/", pages.cookies, name="cookies"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("email/news/", provider_news, name="provider_news"),
    path("admin/", admin.site.urls),
    path("invitation/accept/", invited.accept, name="accept_invitation"),
    path("invitation/<str:token>/", invited.invitation, name="invitation"),
    path("account/", include("accounts.urls")),
    path("", include(applications.reminder_patterns)),
    path("account/", include("allauth.urls")),
    path("", include("schools.urls")),
    path("", include(public_patterns)),
    path("", include(workgroups.sign_patterns)),
    path("", include(applications.apply_patterns)),
    path("desk/", include(applications.desk_patterns)),
    path("national/", include(applications.national_patterns)),
]
if settings.DEMO:
    urlpatterns += [path("demo/", include("demo.urls"))]
