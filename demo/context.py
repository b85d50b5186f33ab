from django.conf import settings


def demo_bar(request) -> dict:
    """For every template: whether this is a demo, so that the bar with the way to its mail is shown."""
    return {"is_demo": settings.DEMO}
