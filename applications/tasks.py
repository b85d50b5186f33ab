from celery import shared_task

from applications import bulk, leaving, pledging
from applications.arrivals import bring_in, desk
from applications.deciding import alternatives, offering, passing, releasing, waiting
from applications.export import making
from applications.mailing import sending
from applications.plans import proposing


@shared_task
def make_exports():
    """Make the exports that were too long for a request."""
    while making.make_waiting():
        pass


@shared_task
def erase_old_exports():
    """Files of exports go after a day; who took what stays on record."""
    making.erase_old()


@shared_task
def go_on_with_arrivals():
    """Look at and bring in what a closed browser left."""
    bring_in.go_on_with_all(seconds=60)


@shared_task
def forget_old_arrivals():
    """Erase forms that nobody has brought in for 14 days."""
    desk.forget_old()


@shared_task
def work_off_bulk_actions():
    """Carry on with what people confirmed for many applications at once."""
    bulk.work_off_all()


@shared_task
def ask_for_signatures():
    """Send each signatory of a form that was sent a link of their own."""
    pledging.ask_all()


@shared_task
def release_decisions():
    """Carry out the decisions whose release was asked for and is due."""
    releasing.release_due()


@shared_task
def let_offers_lapse():
    """End what schools were asked and have not answered by its day: offers, alternatives, whether to pass on."""
    offering.lapse_due()
    alternatives.lapse_due()
    passing.lapse_due()


@shared_task
def pass_on_freed_seats():
    """Offer seats that came free to the next on the waiting list, where the hub has so chosen."""
    waiting.pass_on_freed_seats()


@shared_task
def send_due_mailings():
    """Queue the messages to many that have been held for ten minutes and were not stopped."""
    sending.send_due()


@shared_task
def pass_on_what_leavers_had():
    """Whoever is no longer at a school has nothing of it in hand."""
    leaving.pass_on_all()


@shared_task
def work_out_plans():
    """Work out the placements that hubs asked for."""
    proposing.work_out_all()
