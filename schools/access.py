"""Which schools a person acts for."""

from schools.models import SchoolRole


def school_ids_of(user) -> set[int]:
    """Keys of the schools where this person has a role in force; empty for nobody."""
    if not (user.is_authenticated and user.is_active):
        return set()
    return set(SchoolRole.objects.filter(user=user).current().values_list("school_id", flat=True))
