"""Views of the queue kept under a name: one's own, or the whole desk's; and the one that the queue opens with."""

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q

from applications.desk_models import FirstView, SavedView
from hubs.access import rights_at
from hubs.models import Hub
from journal.moves import Refused, record

MOST = 40
LONGEST_NAME = 60


def views_for(hub: Hub, user):
    """The desk's views and this person's own, each with `is_first`. `hub` is one whose desk `user` works at."""
    first = FirstView.objects.filter(view=OuterRef("pk"), user=user.pk)
    return SavedView.objects.filter(Q(owner=None) | Q(owner=user.pk), hub=hub).annotate(is_first=Exists(first))


@transaction.atomic
def save(*, hub: Hub, name: str, query: str, shared: bool, by) -> SavedView:
    """Keep `query` (as `ApplicationFilter.understood` gives it) under a name."""
    _check_desk(hub, by)
    owner = None if shared else by
    if SavedView.objects.filter(hub=hub, owner=owner).count() >= MOST:
        raise Refused(f"There are {MOST} views already. Delete one that nobody needs.")
    view = SavedView(hub=hub, owner=owner, name=name, query=query)
    _write(view)
    record(view, "saved a view", by=by, query=query)
    return view


@transaction.atomic
def rename(view: SavedView, *, name: str, by) -> SavedView:
    _check_desk(view.hub, by, view)
    view.name = name
    _write(view)
    record(view, "renamed a view", by=by)
    return view


@transaction.atomic
def delete(view: SavedView, *, by) -> None:
    """Take it away; whose queue opened with it sees what waits, as before."""
    _check_desk(view.hub, by, view)
    record(view, "deleted a view", by=by, note=view.name, query=view.query)
    view.delete()


@transaction.atomic
def open_with(view: SavedView, *, by) -> None:
    """The queue of this hub opens with this view for this person."""
    _check_desk(view.hub, by, view)
    FirstView.objects.update_or_create(user=by, hub=view.hub, defaults={"view": view})


@transaction.atomic
def open_without(hub: Hub, *, by) -> None:
    FirstView.objects.filter(user=by, hub=hub).delete()


def _write(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        whose = "Your hub has" if view.owner_id is None else "You have"
        raise Refused(f"{whose} a view of that name already. Choose another name.") from None


def _check_desk(hub: Hub, by, view: SavedView | None = None) -> None:
    if not rights_at(by, hub).at_desk:
        raise Refused(f"Only people at the desk of {hub} can do this.")
    if view and view.owner_id not in (None, by.pk):
        raise Refused("This view is a colleague’s own.")
