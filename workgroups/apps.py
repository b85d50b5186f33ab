from django.apps import AppConfig


class WorkGroupsConfig(AppConfig):
    name = "workgroups"
    verbose_name = "Work Groups"
