"""Which hubs a person works for, and what they may do there."""

from dataclasses import dataclass

from hubs.models import Hub, HubRole

DESK = (HubRole.Kind.LEAD, HubRole.Kind.ASSISTANT, HubRole.Kind.ADMINISTRATOR)
DECIDERS = (HubRole.Kind.LEAD, HubRole.Kind.ASSISTANT)


def kinds_at(user, hub: Hub) -> set[str]:
    """Kinds of the roles this person has at this hub today; empty for nobody."""
    if not (user and user.is_authenticated and user.is_active):
        return set()
    return set(HubRole.objects.filter(user=user, hub=hub).current().values_list("kind", flat=True))


def desk_hubs(user):
    """Hubs whose desk (queue, groups, schools' applications) this person works at."""
    if not (user and user.is_authenticated and user.is_active):
        return Hub.objects.none()
    roles = HubRole.objects.filter(user=user, kind__in=DESK).current()
    return Hub.objects.filter(pk__in=roles.values("hub"))


@dataclass(frozen=True)
class Rights:
    """What a person may do at one hub today, read once. An administrator may do what its desk does."""

    at_desk: bool
    decides: bool
    leads: bool


def rights_at(user, hub: Hub) -> Rights:
    kinds, every = kinds_at(user, hub), _is_administrator(user)
    return Rights(
        at_desk=every or bool(kinds & set(DESK)),
        decides=every or bool(kinds & set(DECIDERS)),
        leads=every or HubRole.Kind.LEAD in kinds,
    )


def is_at_desk(user, hub: Hub) -> bool:
    return rights_at(user, hub).at_desk


def may_decide(user, hub: Hub) -> bool:
    """Hub leads and assistant leads place and decline; hub administrators prepare."""
    return rights_at(user, hub).decides


def is_lead(user, hub: Hub) -> bool:
    return rights_at(user, hub).leads


def _is_administrator(user) -> bool:
    return bool(user and user.is_authenticated and user.is_administrator)
