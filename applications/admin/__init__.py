"""The administration of applications, by subject. Django looks here for what is registered."""

from applications.admin import application, arrivals, deciding, desk, going_on, places, plans, said, sending

__all__ = ["application", "arrivals", "deciding", "desk", "going_on", "places", "plans", "said", "sending"]
