"""Places in the administration: one that an application holds is given up by reopening that."""

from django.contrib import admin

from applications.models import Application
from journal.admin_moves import AdminMove, ReasonForm
from journal.moves import Refused
from workgroups.admin import PlaceAdmin, give_up
from workgroups.models import Place


def check_not_held(place: Place) -> None:
    """A place that an application holds is given up by reopening the application."""
    application = Application.objects.filter(place=place).first()
    if application:
        raise Refused(f"It is held by {application}. Reopen that instead.")


def give_up_unheld(place: Place, by, form) -> str:
    check_not_held(place)
    return give_up(place, by, form)


class ApplicationPlaceAdmin(PlaceAdmin):
    moves = {"give_up": AdminMove("Give up the place", give_up_unheld, ReasonForm)}

    def why_not(self, request, place, move):
        try:
            check_not_held(place)
        except Refused as refusal:
            return refusal.reason
        return super().why_not(request, place, move)


admin.site.unregister(Place)
admin.site.register(Place, ApplicationPlaceAdmin)
