"""Addresses of the pages that everybody may read, of what search engines are told, and of signing by a link."""

from django.urls import path

from workgroups import sign_views, views

public_pages = [
    path("hubs/", views.hubs, name="hubs"),
    path("hubs/<slug:slug>/", views.hub, name="hub"),
    # Last of those under a hub: it takes any word that no page before it has.
    path("hubs/<slug:slug>/<str:code>/", views.project, name="project"),
    path("sitemap.xml", views.sitemap_file, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
]

sign_patterns = (
    [
        path("sign/<str:token>/", sign_views.sign, name="sign"),
        path("sign/<str:token>/copy/", sign_views.copy, name="copy"),
    ],
    "sign",
)
