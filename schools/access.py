"""Which schools a person acts for."""

from collections.abc import Iterable

from django.utils import timezone

from schools.models import Claim, SchoolRole, Trust, TrustRole

NOT_SO = (Claim.Status.REFUSED, Claim.Status.NOT_THEIRS)


def school_ids_of(user) -> set[int]:
    """Keys of the schools where this person has a role in force; empty for nobody."""
    if not (user.is_authenticated and user.is_active):
        return set()
    return set(SchoolRole.objects.filter(user=user).current().values_list("school_id", flat=True))


def have_acted_for(schools: Iterable[int], people: Iterable[int]) -> bool:
    """Whether one of these people has or had a role at one of these schools. Takes keys."""
    return roles_that_counted().filter(school__in=schools, user__in=people).exists()


def roles_that_counted():
    """Roles in force today or once, but for those that somebody said were wrong."""
    begun = SchoolRole.objects.filter(starts__lte=timezone.localdate())
    return begun.exclude(claim__status__in=NOT_SO)


def left_by(user):
    """Keys of schools, as a subquery, where a role of this person has ended: for who has no other one there now."""
    return SchoolRole.objects.filter(user=user, ends__lt=timezone.localdate()).values("school")


def trusts_of(user):
    """Trusts whose schools this person looks after today; none for nobody."""
    if not (user.is_authenticated and user.is_active):
        return Trust.objects.none()
    roles = TrustRole.objects.filter(user=user).current()
    return Trust.objects.filter(pk__in=roles.values("trust"))
