from django.contrib.admin.apps import AdminConfig


class HubsAdminConfig(AdminConfig):
    """Django's admin with our own site."""

    default_site = "accounts.site.HubsAdminSite"
