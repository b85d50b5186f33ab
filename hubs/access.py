"""Which hubs a person works for, and what they may do there."""

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


def is_at_desk(user, hub: Hub) -> bool:
    """Works at the hub's desk, or is an administrator, who may do in the administration what a desk does."""
    return bool(kinds_at(user, hub) & set(DESK)) or _is_administrator(user)


def may_decide(user, hub: Hub) -> bool:
    """Hub leads and assistant leads place and decline; hub administrators prepare."""
    return bool(kinds_at(user, hub) & set(DECIDERS)) or _is_administrator(user)


def is_lead(user, hub: Hub) -> bool:
    return HubRole.Kind.LEAD in kinds_at(user, hub) or _is_administrator(user)


def _is_administrator(user) -> bool:
    return bool(user and user.is_authenticated and user.is_administrator)
