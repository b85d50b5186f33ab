"""The schools that a school carries on from, and those that carry it on (U3)."""

from schools.models import School, SchoolLink


def predecessor_ids(school: School) -> set[int]:
    """Keys of the school and of all it carries on from."""
    found, edge = {school.pk}, {school.pk}
    while edge:
        edge = set(SchoolLink.objects.filter(successor__in=edge).values_list("predecessor_id", flat=True)) - found
        found |= edge
    return found
