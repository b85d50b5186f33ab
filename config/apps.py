from django.apps import AppConfig
from django.conf import settings


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self):
        # The filesystem broker makes no folders of its own; with Redis nothing is written here.
        if not settings.REDIS_URL:
            for folder in ("messages", "control"):
                (settings.BROKER_FOLDER / folder).mkdir(parents=True, exist_ok=True)
